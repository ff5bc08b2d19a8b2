import { css, html, LitElement, type TemplateResult } from 'lit';

/** Shows a copy of a canvas, so that one picture can be seen at several places; a plain ground while there is none. */
export class LookoutCutout extends LitElement {
  static override properties = { source: { attribute: false } };
  static override styles = css`
    :host {
      display: block;
      overflow: hidden;
      aspect-ratio: 1;
      border-radius: 8px;
      background: #05080a;
    }
    canvas {
      display: block;
      width: 100%;
      height: 100%;
    }
  `;

  declare source: HTMLCanvasElement | null;
  readonly #canvas = document.createElement('canvas');

  constructor() {
    super();
    this.source = null;
    this.setAttribute('aria-hidden', 'true');
  }

  protected override updated(): void {
    const { source } = this;
    [this.#canvas.width, this.#canvas.height] = [source?.width ?? 1, source?.height ?? 1];
    if (source !== null) this.#canvas.getContext('2d')!.drawImage(source, 0, 0);
  }

  protected override render(): TemplateResult {
    return html`${this.#canvas}`;
  }
}

customElements.define('lookout-cutout', LookoutCutout);
