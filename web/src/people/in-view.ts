import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { LookoutCamera } from '../camera';
import type { DrawnPeople } from '../frame-overlay';
import './cutout';
import styles from './in-view.css?inline';
import type { Track } from './people-json';
import type { TrackPictures } from './track-pictures';
import { trackName } from './wording';

/** Somebody in view was pointed at: to be enrolled, or as not being who they were taken for. */
export type TrackEvent = CustomEvent<Track>;

/** Who is in view of the cameras now, with what can be done about it. */
export class LookoutInView extends LitElement {
  static override properties = { tracks: { attribute: false }, pictures: { attribute: false } };
  static override styles = unsafeCSS(styles);

  declare tracks: readonly Track[];
  declare pictures: TrackPictures;
  /** A camera that showed somebody stays: people come and go, and each session costs a join. */
  readonly #cameras = new Set<string>();

  constructor() {
    super();
    this.tracks = [];
  }

  protected override willUpdate(): void {
    for (const { camera } of this.tracks) this.#cameras.add(camera);
  }

  readonly #frame = (event: Event): void => {
    const { name, people } = (event as CustomEvent<{ name: string; people: DrawnPeople | null }>).detail;
    const { video } = event.target as LookoutCamera;
    if (people !== null && this.pictures.take(name, video, people, performance.now())) this.requestUpdate();
  };

  #point(type: 'lookout-enrol' | 'lookout-not', track: Track): () => void {
    return () => this.dispatchEvent(new CustomEvent(type, { detail: track }));
  }

  protected override render(): TemplateResult {
    if (this.#cameras.size === 0) return html`<p>Nobody is in view of a camera.</p>`;
    return html`${repeat(
      this.#cameras,
      (camera) => camera,
      (camera) => this.#camera(camera),
    )}`;
  }

  #camera(name: string): TemplateResult {
    const tracks = this.tracks.filter(({ camera }) => camera === name);
    return html`<section class="camera" aria-label="In view of ${name}">
      <lookout-camera bare .name=${name} @lookout-frame=${this.#frame}></lookout-camera>
      <div>
        <h3>${name}</h3>
        ${tracks.length === 0 ? html`<p>Nobody now.</p>` : nothing}
        <ul>
          ${repeat(
            tracks,
            ({ track }) => track,
            (track) => this.#track(track),
          )}
        </ul>
      </div>
    </section>`;
  }

  #track(track: Track): TemplateResult {
    const name = trackName(track);
    return html`<li>
      <lookout-cutout .source=${this.pictures.of(track)}></lookout-cutout>
      <div>
        <strong>#${track.track}</strong>
        <span>${name}</span>
        ${
          track.person === null
            ? html`<button
                type="button"
                aria-label="Enrol #${track.track}"
                @click=${this.#point('lookout-enrol', track)}
              >
                Enrol
              </button>`
            : html`<button type="button" @click=${this.#point('lookout-not', track)}>Not ${track.person.name}</button>`
        }
      </div>
    </li>`;
  }
}

customElements.define('lookout-in-view', LookoutInView);
