import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ActionDialog } from './action-dialog';
import { text } from './consent-fields';
import { ApiError } from './people-client';
import type { EnrolledPerson, Receipt } from './people-json';
import { confirms } from './wording';

/** Erases somebody, once their name was typed, and shows what was erased. */
export class LookoutEraseDialog extends ActionDialog {
  static override properties: PropertyDeclarations = { receipt: { state: true } };

  declare private receipt: Receipt | null;
  #person: EnrolledPerson | null = null;

  constructor() {
    super();
    this.receipt = null;
  }

  open(person: EnrolledPerson): void {
    this.#person = person;
    this.receipt = null;
    void this.show();
  }

  protected override heading(): string {
    const name = this.#person?.name ?? '';
    return this.receipt === null ? `Erase ${name}` : `${name} is erased`;
  }

  protected override verb(): string {
    return 'Erase';
  }

  protected override get destructive(): boolean {
    return true;
  }

  protected override get actionable(): boolean {
    return this.receipt === null;
  }

  protected override fields(): TemplateResult {
    return this.receipt === null ? this.#question() : receiptOf(this.receipt);
  }

  #question(): TemplateResult {
    const { name } = this.#person!;
    return html`<p>
        Everything kept of ${name} is removed: pictures, likenesses, consent and name. Nobody can bring it back.
      </p>
      <label>
        <span>Type the name to confirm: <strong>${name}</strong></span>
        <input name="name" required autocomplete="off" spellcheck="false" autofocus />
      </label>`;
  }

  protected override async act(form: FormData): Promise<null> {
    if (!confirms(text(form, 'name'), this.#person!))
      throw new ApiError(0, 'That is not the name. Nothing was erased.');
    this.receipt = await this.client.erase(this.#person!.id);
    return null;
  }

  protected override closed(): void {
    if (this.receipt !== null) this.done(`${this.#person!.name} is erased.`);
  }
}

function receiptOf({ receipt, samples, rows, pictures, keys, at }: Receipt): TemplateResult {
  return html`<p>Keep this receipt if somebody may ask.</p>
    <dl class="receipt">
      ${entry('Receipt', receipt)} ${entry('Erased at', at)} ${entry('Likenesses', samples)}
      ${entry('Pictures', pictures)} ${entry('Rows', rows)} ${entry('Keys', keys)}
    </dl>`;
}

function entry(name: string, value: string | number): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

customElements.define('lookout-erase-dialog', LookoutEraseDialog);
