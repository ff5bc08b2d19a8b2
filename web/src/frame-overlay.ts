import { AnalysisRing, type Match } from './analysis-ring';
import type { Analysis } from './messages';
import { OverlayCanvas } from './overlay-canvas';

/** The overlay as drawn on one presented frame, for events. */
export interface DrawnOverlay {
  rtp: number;
  exact: boolean;
  ageMs: number;
  boxes: [number, number, number, number][];
}

/** Brings presented frames and analyses together, whichever comes first, and draws the match. */
export class FrameOverlay {
  readonly #ring = new AnalysisRing();
  readonly #canvas = new OverlayCanvas();
  #frame: VideoFrameCallbackMetadata | null = null;
  #match: Match | null = null;
  #enabled = true;

  get canvas(): HTMLCanvasElement {
    return this.#canvas.element;
  }

  /** The frame on screen; null when there is none. */
  get frame(): VideoFrameCallbackMetadata | null {
    return this.#frame;
  }

  get drawn(): DrawnOverlay | null {
    if (this.#match === null) return null;
    const { analysis, exact, ageMs } = this.#match;
    return { rtp: analysis.rtp, exact, ageMs, boxes: analysis.faces.map((face) => face.box) };
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(on: boolean) {
    this.#enabled = on;
    this.#draw();
  }

  presented(frame: VideoFrameCallbackMetadata): void {
    this.#frame = frame;
    this.#draw();
  }

  /** True when the frame on screen got a better overlay by this: its own analysis, a few ms late. */
  analysed(analysis: Analysis): boolean {
    this.#ring.add(analysis);
    if (this.#frame === null || !this.#enabled) return false;
    const before = this.#match?.analysis;
    this.#draw();
    return this.#match?.analysis !== before;
  }

  resized(width: number, height: number): void {
    this.#canvas.resize(width, height, devicePixelRatio);
    this.#draw();
  }

  /** Another session: a restarted service counts RTP time from another base. */
  clear(): void {
    this.#ring.clear();
    this.#frame = null;
    this.#draw();
  }

  #draw(): void {
    const rtp = this.#frame?.rtpTimestamp;
    this.#match = this.#enabled && rtp !== undefined ? this.#ring.match(rtp) : null;
    this.#canvas.draw(this.#match, this.#frame?.width ?? 0, this.#frame?.height ?? 0);
  }
}
