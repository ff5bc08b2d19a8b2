import { html, type TemplateResult } from 'lit';
import { ActionDialog } from './action-dialog';
import { text } from './consent-fields';
import type { EnrolledPerson } from './people-json';

/** Makes one person of two that are the same. */
export class LookoutMergeDialog extends ActionDialog {
  #person: EnrolledPerson | null = null;
  #others: EnrolledPerson[] = [];

  open(person: EnrolledPerson, people: readonly EnrolledPerson[]): void {
    this.#person = person;
    this.#others = people.filter(({ id }) => id !== person.id);
    void this.show();
  }

  protected override heading(): string {
    return `Merge into ${this.#person?.name ?? ''}`;
  }

  protected override verb(): string {
    return 'Merge';
  }

  protected override get actionable(): boolean {
    return this.#others.length > 0;
  }

  protected override fields(): TemplateResult {
    const name = this.#person?.name ?? '';
    if (this.#others.length === 0) return html`<p>There is nobody else to merge with ${name}.</p>`;
    return html`<p>
        For one person who was enrolled twice. The pictures of the other go to ${name}, whose name and consent stay.
      </p>
      <label>
        <span>The other</span>
        <select name="other" required autofocus>
          ${this.#others.map((other) => html`<option value=${other.id}>${other.name}</option>`)}
        </select>
      </label>`;
  }

  protected override async act(form: FormData): Promise<string> {
    const other = this.#others.find(({ id }) => id === text(form, 'other'))!;
    await this.client.merge(this.#person!.id, other.id);
    return `${other.name} is now part of ${this.#person!.name}.`;
  }
}

customElements.define('lookout-merge-dialog', LookoutMergeDialog);
