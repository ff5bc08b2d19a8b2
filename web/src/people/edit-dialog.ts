import { html, nothing, type TemplateResult } from 'lit';
import { ActionDialog } from './action-dialog';
import { consentFields, consentOf, text } from './consent-fields';
import { nameField } from './enrol-dialog';
import type { EnrolledPerson } from './people-json';

/** Renames somebody, or notes a consent given anew. */
export class LookoutEditDialog extends ActionDialog {
  #person: EnrolledPerson | null = null;
  #renewing = false;

  open(person: EnrolledPerson, what: 'name' | 'consent'): void {
    this.#person = person;
    this.#renewing = what === 'consent';
    void this.show();
  }

  protected override heading(): string {
    const name = this.#person?.name ?? '';
    return this.#renewing ? `Consent of ${name}` : `Rename ${name}`;
  }

  protected override verb(): string {
    return this.#renewing ? 'Note consent' : 'Rename';
  }

  protected override fields(): TemplateResult {
    if (this.#person === null) return html`${nothing}`;
    return this.#renewing ? consentFields(this.#person.consent) : nameField(this.#person.name);
  }

  protected override async act(form: FormData): Promise<string> {
    const { id, name } = this.#person!;
    if (this.#renewing) {
      await this.client.change(id, { consent: consentOf(form) });
      return `The consent of ${name} is noted.`;
    }
    const renamed = text(form, 'name');
    if (renamed !== name) await this.client.change(id, { name: renamed });
    return `${name} is now called ${renamed}.`;
  }
}

customElements.define('lookout-edit-dialog', LookoutEditDialog);
