import { html, LitElement, nothing, unsafeCSS, type PropertyDeclarations, type TemplateResult } from 'lit';
import button from './button.css?inline';
import styles from './dialog.css?inline';
import { sentence, type PeopleClient } from './people-client';

/** Something was done: tell it, and read the list anew. */
export type DoneEvent = CustomEvent<{ words: string }>;

/**
 * A modal `<dialog>` around one form with one action. The browser keeps the focus inside and gives it back to what opened it;
 * a refused action leaves the form as it is, with the server's sentence.
 */
export abstract class ActionDialog extends LitElement {
  static override properties: PropertyDeclarations = {
    busy: { state: true },
    error: { state: true },
    shown: { state: true },
    client: { attribute: false },
  };
  static override styles = [unsafeCSS(button), unsafeCSS(styles)];

  declare client: PeopleClient;
  declare protected busy: boolean;
  declare protected error: string;
  declare protected shown: boolean;

  constructor() {
    super();
    this.busy = this.shown = false;
    this.error = '';
  }

  protected abstract heading(): string;
  protected abstract fields(): TemplateResult;
  /** Does it and gives the sentence that tells so; null when the dialog has more to say and stays open. */
  protected abstract act(form: FormData): Promise<string | null>;

  /** The word on the button. */
  protected abstract verb(): string;

  protected get destructive(): boolean {
    return false;
  }

  /** Whether there is anything to do, or only to close. */
  protected get actionable(): boolean {
    return true;
  }

  protected closed(): void {}

  protected async show(): Promise<void> {
    this.error = '';
    this.shown = true;
    await this.updateComplete;
    this.#dialog.showModal();
  }

  protected done(words: string): void {
    this.dispatchEvent(new CustomEvent('lookout-done', { detail: { words }, bubbles: true, composed: true }));
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.error = '';
    try {
      const words = await this.act(form);
      if (words !== null) {
        this.#dialog.close();
        return this.done(words);
      }
    } catch (error) {
      this.error = sentence(error);
    } finally {
      this.busy = false;
    }
    await this.updateComplete;
    // What had the focus was disabled meanwhile, or has gone with the question: the last button is what comes next.
    if (this.shadowRoot!.activeElement === null)
      this.renderRoot.querySelector<HTMLElement>('.actions :last-child')!.focus();
  }

  #close(): void {
    this.shown = false;
    this.closed();
  }

  protected override render(): TemplateResult {
    const keepWhileBusy = (event: Event): void => {
      if (this.busy) event.preventDefault();
    };
    return html`<dialog aria-labelledby="heading" @close=${this.#close} @cancel=${keepWhileBusy}>
      ${this.shown ? this.#form() : nothing}
    </dialog>`;
  }

  #form(): TemplateResult {
    const close = (): void => this.#dialog.close();
    const kind = this.destructive ? 'danger' : 'primary';
    return html`<form @submit=${this.#submit} aria-busy=${this.busy}>
      <h2 id="heading">${this.heading()}</h2>
      ${this.fields()}
      <p class="error" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
      <div class="actions">
        <button type="button" ?disabled=${this.busy} @click=${close}>${this.actionable ? 'Cancel' : 'Close'}</button>
        ${
          this.actionable
            ? html`<button type="submit" class=${kind} ?disabled=${this.busy}>
                ${this.busy ? 'Working…' : this.verb()}
              </button>`
            : nothing
        }
      </div>
    </form>`;
  }
}
