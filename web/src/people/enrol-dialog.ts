import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ActionDialog } from './action-dialog';
import { consentFields, consentOf, text } from './consent-fields';
import type { TrackPlace } from './people-client';
import type { EnrolledPerson, Track } from './people-json';
import './picture-source';
import type { LookoutPictureSource } from './picture-source';
import type { TrackPictures } from './track-pictures';

/** Enrols somebody with a first picture, or adds a picture to somebody. */
export class LookoutEnrolDialog extends ActionDialog {
  static override properties: PropertyDeclarations = { tracks: { attribute: false }, pictures: { attribute: false } };

  declare tracks: readonly Track[];
  declare pictures: TrackPictures;
  #person: EnrolledPerson | null = null;
  /** Made by this dialog, and without a picture so far: goes away with it. */
  #bare = false;
  #chosen: TrackPlace | null = null;

  /** `person`: who gets the picture; null: somebody new. `chosen`: who was pointed at. */
  open(person: EnrolledPerson | null, chosen: TrackPlace | null): void {
    this.#person = person;
    this.#bare = false;
    this.#chosen = chosen;
    void this.show();
  }

  protected override heading(): string {
    return this.#person === null || this.#bare ? 'Enrol a person' : `Add a picture of ${this.#person.name}`;
  }

  protected override verb(): string {
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
    await source.addTo(this.#person.id, this.client);
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
    <input name="name" required maxlength="100" autocomplete="off" autofocus .value=${name} />
  </label>`;
}

customElements.define('lookout-enrol-dialog', LookoutEnrolDialog);
