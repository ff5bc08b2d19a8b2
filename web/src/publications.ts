import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { parsePublications, StateLabel, type Publication } from './publications-json';
import styles from './publications.css?inline';

const TickMs = 5000;

/** Where cameras are published, and how that goes; nothing where none is. Asks again and again while it is visible. */
export class LookoutPublications extends LitElement {
  static override properties = { publications: { state: true }, camera: { attribute: false } };
  static override styles = unsafeCSS(styles);

  declare private publications: Publication[];
  /** Shows those of this camera alone; null shows all. */
  declare camera: string | null;
  #ticker = 0;

  constructor() {
    super();
    this.publications = [];
    this.camera = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#ticker = setInterval(() => void this.#read(), TickMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticker);
  }

  async #read(): Promise<void> {
    if (document.hidden) return;
    const body = await fetch('/api/v1/webrtc/publications', { cache: 'no-store', signal: AbortSignal.timeout(TickMs) })
      .then((response) => (response.ok ? response.text() : ''))
      .catch(() => ''); // a server that is away is told by the live socket
    this.publications = parsePublications(body) ?? [];
  }

  protected override render(): TemplateResult | typeof nothing {
    const shown = this.publications.filter(({ camera }) => this.camera === null || camera === this.camera);
    if (shown.length === 0) return nothing;
    return html`<section role="status" aria-label="Published">
      <h2>Published</h2>
      <ul>
        ${shown.map(
          ({ camera, host, state, reason }) =>
            html`<li data-state=${state}>
              <strong>${camera}</strong> at ${host}:
              ${StateLabel[state]}${reason ? html`<span>${reason}</span>` : nothing}
            </li>`,
        )}
      </ul>
    </section>`;
  }
}

customElements.define('lookout-publications', LookoutPublications);
