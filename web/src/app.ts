import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import styles from './app.css?inline';
import type { LookoutCamera } from './camera';
import { LiveFeed } from './feed';
import * as icons from './icons';
import './publications';
import { cameraInPath, isPeoplePath, playerOptions } from './route';

/** The page: a wall of all cameras at `/`, one camera large at `/{camera}`, who is known at `/people`. */
export class LookoutApp extends LitElement {
  static override styles = unsafeCSS(styles);

  readonly #feed = LiveFeed.shared;
  readonly #people = isPeoplePath(location.pathname);
  readonly #camera = this.#people ? null : cameraInPath(location.pathname);
  #unlisten: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#camera !== null) document.title = `${this.#camera} · Lookout`;
    if (this.#people) {
      document.title = 'People · Lookout';
      void import('./people/people'); // whoever only watches does not load it
    }
    this.#unlisten = this.#feed.listen({ changed: () => this.requestUpdate() });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unlisten?.();
  }

  protected override firstUpdated(): void {
    const element: LookoutCamera | null = this.renderRoot.querySelector('lookout-camera[large]');
    if (element === null) return;
    const { controls, muted, playsInline, disablePictureInPicture } = playerOptions(location.search);
    Object.assign(element.video, { controls, muted, playsInline, disablePictureInPicture });
  }

  protected override render(): TemplateResult {
    return html`
      <header>
        ${
          this.#camera === null && !this.#people
            ? html`<a class="brand" href="/" aria-current="page"
                >${icons.mark}
                <h1>Lookout</h1></a
              >`
            : html`<a class="brand" href="/" aria-label="Back to all cameras">${icons.back}<span>All cameras</span></a>`
        }
        ${
          this.#people
            ? html`<h1>People</h1>`
            : html`<a class="people" href="/people">${icons.people}<span>People</span></a>`
        }
        <p class="summary" role="status" data-up=${this.#feed.up}>${this.#summary()}</p>
      </header>
      ${this.#problems()}
      <main>
        ${this.#content()}
        ${this.#people ? nothing : html`<lookout-publications .camera=${this.#camera}></lookout-publications>`}
      </main>
    `;
  }

  #content(): TemplateResult {
    if (this.#people) return html`<lookout-people></lookout-people>`;
    return this.#camera === null ? this.#wall() : this.#single(this.#camera);
  }

  #summary(): string {
    const cameras = [...this.#feed.cameras];
    if (!this.#feed.up) return this.#feed.listed ? 'Server away, trying again' : 'Connecting…';
    if (cameras.length === 0) return '';
    const online = cameras.filter((camera) => camera.state === 'online').length;
    return online === cameras.length ? `${online} online` : `${online} of ${cameras.length} online`;
  }

  #wall(): TemplateResult {
    const cameras = [...this.#feed.cameras];
    if (cameras.length === 0) return this.#feed.listed ? this.#noCameras() : this.#noServer();
    return html`<div class="wall" data-count=${cameras.length}>
      ${repeat(
        cameras,
        ({ name }) => name,
        ({ name }) => html`<lookout-camera .name=${name} .href=${`/${encodeURIComponent(name)}`}></lookout-camera>`,
      )}
    </div>`;
  }

  #single(name: string): TemplateResult {
    const { autoplay } = playerOptions(location.search);
    return html`<div class="single"><lookout-camera large .name=${name} .manual=${!autoplay}></lookout-camera></div>`;
  }

  #problems(): TemplateResult | typeof nothing {
    const { problems, cameras } = this.#feed;
    if (problems.length === 0) return nothing;
    return html`<section class="problems" role="alert">
      <h2>${[...cameras].length > 0 ? 'The last good configuration is in use' : 'The configuration cannot be used'}</h2>
      <pre><code>${problems.join('\n')}</code></pre>
    </section>`;
  }

  #noCameras(): TemplateResult {
    return html`<section class="notice">
      ${icons.cameraOff}
      <h2>No cameras yet</h2>
      <p>Plug one in, or name one in <code>lookout.yml</code>, and start Lookout again.</p>
      <pre><code>cameras:
  front: { source: "v4l2:///dev/video0" }</code></pre>
    </section>`;
  }

  #noServer(): TemplateResult {
    return html`<section class="notice" data-waiting>
      ${icons.unplugged}
      <h2>Waiting for Lookout</h2>
      <p>The server does not answer yet. This page tries again by itself.</p>
    </section>`;
  }
}

customElements.define('lookout-app', LookoutApp);
