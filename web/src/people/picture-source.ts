import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import './cutout';
import button from './button.css?inline';
import styles from './dialog.css?inline';
import { ApiError, type PeopleClient, type TrackPlace } from './people-client';
import type { Track } from './people-json';
import { previewOf, uploadOf } from './picture-file';
import type { TrackPictures } from './track-pictures';
import { trackName } from './wording';

const PreviewSide = 192;

/** Where a picture of a person comes from: a file, or somebody in view now. Says `lookout-choice` when another is chosen. */
export class LookoutPictureSource extends LitElement {
  static override properties = {
    tracks: { attribute: false },
    pictures: { attribute: false },
    chosen: { attribute: false },
    preview: { state: true },
  };
  static override styles = [unsafeCSS(button), unsafeCSS(styles)];

  declare tracks: readonly Track[];
  declare pictures: TrackPictures;
  /** A track, or null: a file. */
  declare chosen: TrackPlace | null;
  declare private preview: HTMLCanvasElement | null;
  #file: File | null = null;

  constructor() {
    super();
    this.tracks = [];
    this.chosen = null;
    this.preview = null;
  }

  /** Adds what was chosen to a person; `certain`: although it looks like somebody else. */
  async addTo(id: string, client: PeopleClient, certain: boolean): Promise<void> {
    if (this.chosen !== null) return client.addTrack(id, this.chosen, certain);
    this.mustBeChosen();
    return client.addPicture(id, await uploadOf(this.#file!), certain);
  }

  /** Rejects in words while nothing is chosen. */
  mustBeChosen(): void {
    if (this.chosen === null && this.#file === null) throw new ApiError(0, 'Choose a picture first.');
  }

  async #fileChosen({ target }: Event): Promise<void> {
    const file = (target as HTMLInputElement).files?.[0] ?? null;
    this.#file = file;
    this.#choose(null);
    const preview = file === null ? null : await previewOf(file, PreviewSide);
    if (this.#file === file) this.preview = preview;
  }

  #choose(track: TrackPlace | null): void {
    this.chosen = track;
    this.dispatchEvent(new Event('lookout-choice'));
  }

  protected override render(): TemplateResult {
    // Who was chosen stays in the list after leaving the picture: the server may still know the face.
    const gone = this.chosen !== null && !this.tracks.some((track) => isAt(track, this.chosen));
    const places: (Track | TrackPlace)[] = gone ? [this.chosen!, ...this.tracks] : [...this.tracks];
    return html`<fieldset>
      <legend>Picture</legend>
      <label class="file">
        <span>From a file</span>
        <span class="row">
          <input type="file" accept="image/*" aria-describedby="file-hint" @change=${this.#fileChosen} />
          ${this.preview === null ? nothing : html`<lookout-cutout .source=${this.preview}></lookout-cutout>`}
        </span>
        <small id="file-hint">One face, looking at the camera, in good light.</small>
      </label>
      ${
        places.length === 0
          ? html`<p class="hint">Or let the person step before a camera: who is in view can be chosen here.</p>`
          : html`<div class="tracks" role="radiogroup" aria-label="Or somebody in view now">
              <span class="hint">Or somebody in view now</span>
              <div>${repeat(places, placeKey, (place) => this.#track(place))}</div>
            </div>`
      }
    </fieldset>`;
  }

  #track(place: Track | TrackPlace): TemplateResult {
    const choose = (): void => this.#choose({ camera: place.camera, track: place.track });
    return html`<label class="track">
      <input type="radio" name="track" .checked=${isAt(place, this.chosen)} @change=${choose} />
      <lookout-cutout .source=${this.pictures.of(place)}></lookout-cutout>
      <span>#${place.track} on ${place.camera}</span>
      <small>${'hasFace' in place ? trackName(place) : 'left the picture'}</small>
    </label>`;
  }
}

function placeKey({ camera, track }: TrackPlace): string {
  return `${camera}/${track}`;
}

function isAt(one: TrackPlace, other: TrackPlace | null): boolean {
  return one.camera === other?.camera && one.track === other.track;
}

customElements.define('lookout-picture-source', LookoutPictureSource);
