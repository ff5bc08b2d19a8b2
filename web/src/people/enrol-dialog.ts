import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ActionDialog } from './action-dialog';
import { consentFields, consentOf, text } from './consent-fields';
import { ApiError, type TrackPlace } from './people-client';
import type { EnrolledPerson, Track } from './people-json';
import './picture-source';
import type { LookoutPictureSource } from './picture-source';
import type { TrackPictures } from './track-pictures';

/** Enrols somebody with a first picture, or adds a picture to somebody. */
export class LookoutEnrolDialog extends ActionDialog {
  static override properties: PropertyDeclarations = {
    tracks: { attribute: false },
    pictures: { attribute: false },
    doubted: { state: true },
  };

  declare tracks: readonly Track[];
  declare pictures: TrackPictures;
  /** The service takes the chosen face for somebody else's: only who says so again is believed. */
  declare private doubted: boolean;
  #person: EnrolledPerson | null = null;
  /** Made by this dialog, and without a picture so far: goes away with it. */
  #bare = false;
  #chosen: TrackPlace | null = null;

  constructor() {
    super();
    this.doubted = false;
  }

  /** `person`: who gets the picture; null: somebody new. `chosen`: who was pointed at. */
  open(person: EnrolledPerson | null, chosen: TrackPlace | null): void {
    this.#person = person;
    this.#bare = false;
    this.#chosen = chosen;
    this.doubted = false;
    void this.show();
  }

  protected override heading(): string {
    return this.#person === null || this.#bare ? 'Enrol a person' : `Add a picture of ${this.#person.name}`;
  }

  protected override verb(): string {
    if (this.doubted) return 'Add all the same';
    return this.#person === null || this.#bare ? 'Enrol' : 'Add';
  }

  protected override fields(): TemplateResult {
    return html`
      ${this.#person === null ? html`${nameField('')}${consentFields(null)}` : nothing}
      ${this.#bare ? html`<p>The consent of ${this.#person!.name} is noted. Now a picture:</p>` : nothing}
      <lookout-picture-source
        .tracks=${this.tracks}
        .pictures=${this.pictures}
        .chosen=${this.#chosen}
        @lookout-choice=${() => (this.doubted = false)}
      ></lookout-picture-source>
    `;
  }

  protected override async act(form: FormData): Promise<string> {
    const source: LookoutPictureSource = this.renderRoot.querySelector('lookout-picture-source')!;
    this.#chosen = source.chosen; // a new rendering must not change it back
    source.mustBeChosen();
    const isNew = this.#person === null || this.#bare;
    if (this.#person === null) {
      this.#person = await this.client.enrol(text(form, 'name'), consentOf(form));
      this.#bare = true;
    }
    try {
      await source.addTo(this.#person.id, this.client, this.doubted);
    } catch (error) {
      this.doubted = error instanceof ApiError && error.status === 409;
      throw error;
    }
    this.#bare = false;
    return isNew ? `${this.#person.name} is enrolled.` : `A picture of ${this.#person.name} was added.`;
  }

  /** Given up after the picture was refused: nothing may be left of somebody who cannot be recognised. */
  protected override closed(): void {
    const [person, bare] = [this.#person, this.#bare];
    this.#bare = false;
    if (person === null || !bare) return;
    this.client.erase(person.id).then(
      () => this.done(`${person.name} was not enrolled.`),
      () => this.done(`${person.name} is enrolled without a picture.`),
    );
  }
}

export function nameField(name: string): TemplateResult {
  return html`<label>
    <span>Name</span>
    <input name="name" required maxlength="80" autocomplete="off" autofocus .value=${name} />
  </label>`;
}

customElements.define('lookout-enrol-dialog', LookoutEnrolDialog);
