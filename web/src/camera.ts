import { html, LitElement, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { AnalysisRing, type Match } from './analysis-ring';
import styles from './camera.css?inline';
import { badges, figures, spoken, veil } from './camera.parts';
import { CameraConnection } from './connection';
import { LiveFeed } from './feed';
import { judge, type Health } from './health';
import * as icons from './icons';
import type { Analysis } from './messages';
import { RateMeter } from './meter';
import { Overlay } from './overlay';
import { newStats } from './stats';
import { mustRejoin } from './watchdog';
import type { WhepSession } from './whep';

/** The overlay as drawn on one presented frame. */
export interface DrawnOverlay {
  rtp: number;
  exact: boolean;
  ageMs: number;
  boxes: [number, number, number, number][];
}

const TickMs = 250;
const TicksPerStats = 4;
const AnalysisForgottenMs = 2000;

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
  };
  static override styles = unsafeCSS(styles);

  declare name: string;
  /** Where a click on the picture leads; empty: nowhere. */
  declare href: string;
  declare large: boolean;
  /** Wait for a press on play before joining. */
  declare manual: boolean;

  readonly video = document.createElement('video');
  readonly stats = newStats();

  readonly #feed = LiveFeed.shared;
  readonly #ring = new AnalysisRing();
  readonly #overlay = new Overlay();
  readonly #resized = new ResizeObserver(([entry]) => this.#resize(entry!.contentRect));
  readonly #fps = new RateMeter();
  readonly #bitrate = new RateMeter();
  #connection: CameraConnection | null = null;
  #unlisten: (() => void) | null = null;
  #health: Health = { state: 'connecting', label: 'Connecting…', reason: '' };
  #overlayOn = true;
  #ticker = 0;
  #ticks = 0;
  #frameCallback = 0;
  #frame: VideoFrameCallbackMetadata | null = null;
  #drawn: Match | null = null;
  #presentedBefore = 0;
  #sessionAt = -Infinity;
  #frameAt = -Infinity;
  #receivedAt = -Infinity;
  #analysisAt = -Infinity;
  #bytes = 0;
  #decoded = 0;
  #serverUp = false;

  constructor() {
    super();
    this.name = '';
    this.href = '';
    this.large = false;
    this.manual = false;
    Object.assign(this.video, { muted: true, autoplay: true, playsInline: true, disableRemotePlayback: true });
    this.#overlay.canvas.setAttribute('aria-hidden', 'true');
  }

  /** The peer connection of the running session, or null between sessions. */
  get peer(): RTCPeerConnection | null {
    return this.#connection?.session?.peer ?? null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unlisten = this.#feed.listen({
      changed: () => this.#feedChanged(),
      analysis: (analysis) => this.#analysed(analysis),
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

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('name')) this.#connect();
  }

  readonly #leave = (): void => this.#connection?.stop();

  readonly #return = (event: PageTransitionEvent): void => {
    if (event.persisted) this.#connection?.start();
  };

  #connect(): void {
    this.#connection?.stop();
    this.#connection = new CameraConnection(
      `/${encodeURIComponent(this.name)}/whep`,
      (session) => this.#sessionBegun(session),
      () => this.#assess(),
    );
    if (this.manual) this.#assess();
    else this.#connection.start();
  }

  #sessionBegun(session: WhepSession): void {
    this.#sessionAt = performance.now();
    this.#bytes = this.#decoded = 0;
    this.#bitrate.reset();
    this.stats.joinMs = null;
    session.peer.addEventListener('track', ({ track }) => {
      const show = (): void => {
        if (session !== this.#connection?.session) return;
        this.#ring.clear(); // a restarted service counts RTP time from another base
        this.#presentedBefore = 0;
        this.video.srcObject = new MediaStream([track]);
        this.video.play().catch(() => undefined); // refused with sound on: the browser's own controls remain
      };
      // The old picture stays until the new session has something to show.
      if (this.#frame === null) show();
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
    this.#analysisAt = performance.now();
    this.stats.inferenceAgeMs = analysis.ageMs;
    this.stats.stageMs = analysis.stageMs;
    this.#ring.add(analysis);
    // It may be the analysis of the frame on screen, a few ms late.
    const before = this.#drawn;
    if (this.#frame === null || this.#draw()?.analysis === before?.analysis) return;
    this.#announce('lookout-overlay', { rtpTimestamp: this.#frame.rtpTimestamp, overlay: drawnOverlay(this.#drawn) });
  }

  #awaitFrame(): void {
    this.#frameCallback = this.video.requestVideoFrameCallback((now, frame) => this.#presented(now, frame));
  }

  #presented(now: number, frame: VideoFrameCallbackMetadata): void {
    this.#awaitFrame();
    this.#frame = frame;
    this.#frameAt = performance.now();
    this.stats.framesPresented += Math.max(1, frame.presentedFrames - this.#presentedBefore);
    this.#presentedBefore = frame.presentedFrames;
    if (this.stats.joinMs === null && this.#connection?.session) {
      this.stats.joinMs = this.#frameAt - this.#connection.session.postedAt;
      this.#connection.proven();
    }
    this.#draw();
    this.#announce('lookout-frame', {
      rtpTimestamp: frame.rtpTimestamp,
      presentedFrames: frame.presentedFrames,
      overlay: drawnOverlay(this.#drawn),
      now,
    });
    if (this.#health.state !== 'live') this.#assess();
  }

  #draw(): Match | null {
    const rtp = this.#frame?.rtpTimestamp;
    this.#drawn = this.#overlayOn && rtp !== undefined ? this.#ring.match(rtp) : null;
    this.#overlay.draw(this.#drawn, this.#frame?.width ?? 0, this.#frame?.height ?? 0);
    return this.#drawn;
  }

  #resize({ width, height }: DOMRectReadOnly): void {
    this.#overlay.resize(width, height, devicePixelRatio);
    this.#draw();
  }

  async #tick(): Promise<void> {
    const session = this.#connection?.session;
    const reports = await session?.peer.getReceivers()[0]?.getStats();
    const now = performance.now();
    if (session && session === this.#connection?.session) {
      for (const report of reports?.values() ?? []) {
        if (report.type === 'inbound-rtp') this.#received(now, report.bytesReceived ?? 0, report.framesDecoded ?? 0);
      }
      if (this.#connection.phase === 'connected' && this.#sessionIsLost(now)) {
        this.#connection.rejoin('The server has forgotten this session.');
      }
    }
    if (++this.#ticks % TicksPerStats === 0) this.#measure(now);
    this.#assess();
    if (this.#health.state !== 'live') this.requestUpdate(); // the seconds since the last picture
  }

  #received(now: number, bytes: number, decoded: number): void {
    if (bytes > this.#bytes) this.#receivedAt = now;
    // Decoded counts as seen too: nothing is presented in a hidden tab.
    if (decoded > this.#decoded) this.#frameAt = now;
    this.#bytes = bytes;
    this.#decoded = decoded;
  }

  #sessionIsLost(now: number): boolean {
    return mustRejoin({
      now,
      startedAt: this.#sessionAt,
      receivedAt: this.#receivedAt,
      feedLostAt: this.#feed.lostAt,
      feedBackAt: this.#feed.backAt,
      onlineSince: this.#feed.onlineSince(this.name),
      fps: this.#feed.camera(this.name)?.fps ?? 0,
    });
  }

  #measure(now: number): void {
    const bytesPerSecond = this.#bitrate.sample(now, this.#bytes);
    this.stats.fps = this.#fps.sample(now, this.stats.framesPresented);
    this.stats.bitrateKbps = bytesPerSecond === null ? null : (bytesPerSecond * 8) / 1000;
    this.stats.connectCount = this.#connection?.connectCount ?? 0;
    if (now - this.#analysisAt > AnalysisForgottenMs) this.stats.inferenceAgeMs = null;
    this.requestUpdate();
  }

  #frameAgeMs(): number | null {
    return this.#frameAt === -Infinity ? null : performance.now() - this.#frameAt;
  }

  #assess(): void {
    const before = this.#health;
    this.#health = judge({
      serverUp: this.#feed.up,
      listed: this.#feed.listed,
      camera: this.#feed.camera(this.name),
      connection: this.#connection?.phase ?? 'stopped',
      connectionReason: this.#connection?.reason ?? '',
      frameAgeMs: this.#frameAgeMs(),
    });
    if (before.state === this.#health.state && before.reason === this.#health.reason) return;
    this.requestUpdate();
    const { state, reason } = this.#health;
    this.#announce('lookout-state', { state, connection: this.#connection?.phase ?? 'stopped', reason });
  }

  #announce(type: string, detail: object): void {
    this.dispatchEvent(
      new CustomEvent(type, { bubbles: true, composed: true, detail: { name: this.name, ...detail } }),
    );
  }

  readonly #toggleOverlay = (): void => {
    this.#overlayOn = !this.#overlayOn;
    this.#draw();
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
      <div class="caption">
        <h2>${this.name}</h2>
        <button
          class="toggle"
          type="button"
          aria-pressed=${this.#overlayOn}
          aria-label="Show faces on ${this.name}"
          @click=${this.#toggleOverlay}
        >
          ${icons.faces}<span>Faces</span>
        </button>
        ${figures(this.stats)}
      </div>
    `;
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

function drawnOverlay(match: Match | null): DrawnOverlay | null {
  if (match === null) return null;
  const { analysis, exact, ageMs } = match;
  return { rtp: analysis.rtp, exact, ageMs, boxes: analysis.faces.map((face) => face.box) };
}

customElements.define('lookout-camera', LookoutCamera);

declare global {
  interface HTMLElementTagNameMap {
    'lookout-camera': LookoutCamera;
  }
}
