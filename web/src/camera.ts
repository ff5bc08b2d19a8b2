import {
  html,
  LitElement,
  nothing,
  unsafeCSS,
  type PropertyValues,
  type SVGTemplateResult,
  type TemplateResult,
} from 'lit';
import styles from './camera.css?inline';
import { badges, figures, qualityChoice, spoken, veil } from './camera.parts';
import { CameraConnection } from './connection';
import { LiveFeed } from './feed';
import { FrameOverlay } from './frame-overlay';
import { judge, type Health } from './health';
import * as icons from './icons';
import { AllLayers, rememberedLayers, rememberLayers, type Layer } from './layers';
import type { Analysis } from './messages';
import { CameraMeters, type CameraStats } from './meters';
import { addressWith, rememberedQuality, rememberQuality, whepAddress, type Quality } from './quality';
import { mustRejoin } from './watchdog';
import type { WhepSession } from './whep';

const TickMs = 250;
const TicksPerMeasure = 4;

/**
 * One camera: live picture, overlay on the frame it belongs to, state with its reason, figures. Joins and re-joins by itself while
 * it is in the document. Events and public members: docs/design/page.md.
 */
export class LookoutCamera extends LitElement {
  static override properties = {
    name: {},
    href: {},
    large: { type: Boolean, reflect: true },
    manual: { type: Boolean },
    bare: { type: Boolean, reflect: true },
  };
  static override styles = unsafeCSS(styles);

  declare name: string;
  /** Where a click on the picture leads; empty: nowhere. */
  declare href: string;
  declare large: boolean;
  /** Wait for a press on play before joining. */
  declare manual: boolean;
  /** The picture alone, with everybody's box and name whatever the user chose to see of this camera. */
  declare bare: boolean;

  readonly video = document.createElement('video');

  readonly #feed = LiveFeed.shared;
  readonly #meters = new CameraMeters();
  readonly #overlay = new FrameOverlay();
  readonly #resized = new ResizeObserver(([entry]) =>
    this.#overlay.resized(entry!.contentRect.width, entry!.contentRect.height),
  );
  #connection: CameraConnection | null = null;
  #unlisten: (() => void) | null = null;
  #health: Health = { state: 'connecting', label: 'Connecting…', reason: '' };
  #shown: WhepSession | null = null;
  #quality: Quality = 'auto';
  #serverUp = false;
  #frameCallback = 0;
  #ticker = 0;
  #ticks = 0;

  constructor() {
    super();
    this.name = '';
    this.href = '';
    this.large = false;
    this.manual = false;
    this.bare = false;
    Object.assign(this.video, { muted: true, autoplay: true, playsInline: true, disableRemotePlayback: true });
    this.#overlay.canvas.setAttribute('aria-hidden', 'true');
  }

  /** The peer connection of the running session, or null between sessions. */
  get peer(): RTCPeerConnection | null {
    return this.#connection?.session?.peer ?? null;
  }

  get stats(): CameraStats {
    return this.#meters.stats;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unlisten = this.#feed.listen({
      changed: () => this.#feedChanged(),
      analysis: (analysis) => this.#analysed(analysis),
      people: (people) => {
        if (people.camera === this.name) this.#overlay.saw(people);
      },
    });
    this.#resized.observe(this.#overlay.canvas);
    this.#awaitFrame();
    this.#ticker = setInterval(() => void this.#tick(), TickMs);
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#return);
    if (this.hasUpdated) this.#connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pagehide', this.#leave);
    removeEventListener('pageshow', this.#return);
    clearInterval(this.#ticker);
    this.video.cancelVideoFrameCallback(this.#frameCallback);
    this.#resized.disconnect();
    this.#connection?.stop();
    this.#unlisten?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('name') || changed.has('bare')) {
      this.#quality = this.bare ? 'auto' : rememberedQuality(this.name, this.large ? location.search : '');
      this.#overlay.layers = this.bare ? { ...AllLayers, faces: false, poses: false } : rememberedLayers(this.name);
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('name')) this.#connect();
    const badges: HTMLElement = this.renderRoot.querySelector('.badges')!;
    const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = badges;
    this.#overlay.reserved = { x, y, width, height };
  }

  readonly #leave = (): void => this.#connection?.stop();

  readonly #return = (event: PageTransitionEvent): void => {
    if (event.persisted) this.#connection?.start();
  };

  #connect(): void {
    this.#connection?.stop();
    this.#connection = new CameraConnection(whepAddress(this.name, this.#quality), {
      begun: (session) => this.#sessionBegun(session),
      ending: () => this.video.pause(), // a paused video keeps its last picture when the track ends
      changed: () => this.#assess(),
    });
    if (this.manual) this.#assess();
    else this.#connection.start();
  }

  #sessionBegun(session: WhepSession): void {
    this.#meters.sessionBegan(performance.now());
    session.peer.addEventListener('track', ({ track }) => {
      const show = (): void => {
        if (session !== this.#connection?.session) return;
        this.#shown = session;
        this.#overlay.clear();
        this.video.srcObject = new MediaStream([track]);
        this.video.play().catch(() => undefined); // refused with sound on: the browser's own controls remain
      };
      // The old picture stays until the new session has something to show.
      if (this.#overlay.frame === null) show();
      else track.addEventListener('unmute', show, { once: true });
    });
  }

  #feedChanged(): void {
    if (this.#feed.up && !this.#serverUp) this.#connection?.hurry();
    this.#serverUp = this.#feed.up;
    this.#assess();
  }

  #analysed(analysis: Analysis): void {
    if (analysis.camera !== this.name) return;
    this.#meters.analysed(performance.now(), analysis);
    if (!this.#overlay.analysed(analysis)) return;
    const rtpTimestamp = this.#overlay.frame?.rtpTimestamp;
    this.#announce('lookout-overlay', { rtpTimestamp, overlay: this.#overlay.drawn });
  }

  #awaitFrame(): void {
    this.#frameCallback = this.video.requestVideoFrameCallback((now, frame) => this.#presented(now, frame));
  }

  #presented(now: number, frame: VideoFrameCallbackMetadata): void {
    this.#awaitFrame();
    const session = this.#connection?.session;
    if (!session || session !== this.#shown) return; // a track that ends presents once more
    this.#meters.presented(performance.now(), frame, session.postedAt);
    this.#connection?.proven();
    this.#overlay.presented(frame);
    const { rtpTimestamp, presentedFrames } = frame;
    this.#announce('lookout-frame', {
      rtpTimestamp,
      presentedFrames,
      overlay: this.#overlay.drawn,
      people: this.#overlay.drawnPeople,
      now,
    });
    if (this.#health.state !== 'live') this.#assess();
  }

  async #tick(): Promise<void> {
    const session = this.#connection?.session;
    const report = await session?.peer.getReceivers()[0]?.getStats();
    const now = performance.now();
    if (report && session === this.#connection?.session) {
      this.#meters.reported(now, report);
      if (this.#connection?.phase === 'connected' && this.#sessionIsLost(now)) {
        this.#connection.rejoin('The server has forgotten this session.');
      }
    }
    if (++this.#ticks % TicksPerMeasure === 0) {
      this.#meters.measure(now);
      this.stats.connectCount = this.#connection?.connectCount ?? 0;
      this.requestUpdate();
    }
    this.#assess();
  }

  #sessionIsLost(now: number): boolean {
    return mustRejoin({
      now,
      startedAt: this.#meters.sessionAt,
      receivedAt: this.#meters.receivedAt,
      feedLostAt: this.#feed.lostAt,
      feedBackAt: this.#feed.backAt,
      onlineSince: this.#feed.onlineSince(this.name),
      fps: this.#feed.camera(this.name)?.fps ?? 0,
    });
  }

  #frameAgeMs(): number | null {
    return this.#meters.frameAt === -Infinity ? null : performance.now() - this.#meters.frameAt;
  }

  #assess(): void {
    const before = this.#health;
    const connection = this.#connection?.phase ?? 'stopped';
    this.#health = judge({
      serverUp: this.#feed.up,
      listed: this.#feed.listed,
      camera: this.#feed.camera(this.name),
      connection,
      connectionReason: this.#connection?.reason ?? '',
      frameAgeMs: this.#frameAgeMs(),
      sessionHadPicture: this.#meters.frameAt > this.#meters.sessionAt,
    });
    const { state, reason } = this.#health;
    if (before.state === state && before.reason === reason) return;
    this.requestUpdate();
    this.#announce('lookout-state', { state, connection, reason });
  }

  #announce(type: string, detail: object): void {
    this.dispatchEvent(
      new CustomEvent(type, { bubbles: true, composed: true, detail: { name: this.name, ...detail } }),
    );
  }

  /** The button that shows or hides one layer of the overlay. */
  #toggle(layer: Layer, label: string, icon: TemplateResult | SVGTemplateResult): TemplateResult {
    const shown = this.#overlay.layers[layer];
    const press = (): void => {
      this.#overlay.layers = { ...this.#overlay.layers, [layer]: !shown };
      rememberLayers(this.name, this.#overlay.layers);
      this.requestUpdate();
    };
    return html`<button
      class="toggle"
      type="button"
      aria-pressed=${shown}
      aria-label="Show ${label.toLowerCase()} on ${this.name}"
      @click=${press}
    >
      ${icon}<span>${label}</span>
    </button>`;
  }

  /** Joins anew; the picture of the session before stays until the new one has something to show. */
  readonly #chooseQuality = (quality: Quality): void => {
    this.#quality = quality;
    rememberQuality(this.name, quality);
    if (this.large) history.replaceState(history.state, '', addressWith(location.href, quality));
    const waits = this.#connection?.phase === 'stopped';
    this.#connect();
    if (!waits) this.#connection?.start();
    this.requestUpdate();
  };

  protected override render(): TemplateResult {
    const camera = this.#feed.camera(this.name);
    const kind = camera?.kind ?? 'camera';
    const health = this.#health;
    const pictureAgeMs = this.#frameAgeMs() ?? camera?.frameAgeMs ?? null;
    return html`
      <figure class="frame" data-state=${health.state}>
        ${this.video}${this.#overlay.canvas} ${veil(health, pictureAgeMs)} ${this.#press()} ${badges(health, kind)}
        <p class="spoken" role="status">${spoken(this.name, kind, health)}</p>
      </figure>
      ${this.bare ? nothing : this.#caption()}
    `;
  }

  #caption(): TemplateResult {
    return html`<div class="caption">
      ${this.large ? html`<h1>${this.name}</h1>` : html`<h2>${this.name}</h2>`}
      <div class="layers" role="group" aria-label="What is drawn over ${this.name}">
        ${this.#toggle('faces', 'Faces', icons.faces)} ${this.#toggle('people', 'People', icons.people)}
        ${this.#toggle('poses', 'Poses', icons.poses)} ${this.#toggle('names', 'Names', icons.names)}
      </div>
      ${qualityChoice(this.name, this.#quality, this.#feed.camera(this.name)?.renditions ?? [], this.#chooseQuality)}
      ${figures(this.stats)}
    </div>`;
  }

  /** What a press on the picture does: play, open the camera, or nothing. */
  #press(): TemplateResult | typeof nothing {
    if (this.#health.state === 'paused') {
      const play = (): void => this.#connection?.start();
      return html`<button class="play" type="button" aria-label="Play ${this.name}" @click=${play}>
        ${icons.play}
      </button>`;
    }
    return this.href ? html`<a class="cover" href=${this.href} aria-label="Open ${this.name}"></a>` : nothing;
  }
}

customElements.define('lookout-camera', LookoutCamera);
