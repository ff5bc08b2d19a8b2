import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { percent } from '../label-text';
import { ActionDialog } from './action-dialog';
import { consentFields, consentOf, text } from './consent-fields';
import { nameField } from './enrol-dialog';
import { ApiError, pictureOf } from './people-client';
import type { EnrolledPerson, Sample } from './people-json';
import { day } from './wording';

/** All pictures of somebody: some may be removed, or split off as another person. */
export class LookoutPicturesDialog extends ActionDialog {
  static override properties: PropertyDeclarations = { splitting: { state: true } };

  declare private splitting: boolean;
  #person: EnrolledPerson | null = null;

  constructor() {
    super();
    this.splitting = false;
  }

  open(person: EnrolledPerson): void {
    this.#person = person;
    this.splitting = false;
    void this.show();
  }

  protected override heading(): string {
    return `Pictures of ${this.#person?.name ?? ''}`;
  }

  protected override verb(): string {
    return this.splitting ? 'Split off' : 'Remove';
  }

  protected override get destructive(): boolean {
    return !this.splitting;
  }

  protected override get actionable(): boolean {
    return this.#person?.samples.length !== 0;
  }

  protected override fields(): TemplateResult {
    const person = this.#person!;
    if (person.samples.length === 0) return html`<p>There is no picture of ${person.name}.</p>`;
    const choose = (splitting: boolean) => (): void => void (this.splitting = splitting);
    return html`
      <div class="samples" role="group" aria-label="Choose pictures">
        ${person.samples.map((sample, i) => this.#sample(person, sample, i))}
      </div>
      <fieldset>
        <legend>The chosen pictures</legend>
        <label class="check">
          <input type="radio" name="what" .checked=${!this.splitting} @change=${choose(false)} />
          <span>are removed: they do not show ${person.name} well</span>
        </label>
        <label class="check">
          <input type="radio" name="what" .checked=${this.splitting} @change=${choose(true)} />
          <span>are split off: they show somebody else</span>
        </label>
      </fieldset>
      ${this.splitting ? html`${nameField('')}${consentFields(null)}` : nothing}
    `;
  }

  #sample(person: EnrolledPerson, sample: Sample, i: number): TemplateResult {
    const source = sample.source === 'track' ? 'camera' : 'file';
    return html`<label class="sample">
      <input type="checkbox" name="sample" value=${sample.id} />
      <img src=${pictureOf(person.id, sample.id)} alt="Picture ${i + 1}" width="96" height="96" />
      <small>${day(sample.takenAt)}, ${source}</small>
      <small>quality ${percent(sample.quality)}</small>
      ${sample.usable ? nothing : html`<small class="bad">of another model, not in use</small>`}
    </label>`;
  }

  protected override async act(form: FormData): Promise<string> {
    const { id, name } = this.#person!;
    const samples = form.getAll('sample').filter((sample) => typeof sample === 'string');
    if (samples.length === 0) throw new ApiError(0, 'Choose at least one picture first.');
    const count = samples.length === 1 ? '1 picture' : `${samples.length} pictures`;
    if (this.splitting) {
      const other = text(form, 'name');
      await this.client.split(id, samples, other, consentOf(form));
      return `${count} of ${name} became ${other}.`;
    }
    for (const sample of samples) await this.client.removeSample(id, sample);
    return `${count} of ${name} ${samples.length === 1 ? 'was' : 'were'} removed.`;
  }
}

customElements.define('lookout-pictures-dialog', LookoutPicturesDialog);
