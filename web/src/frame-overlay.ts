import { AnalysisRing, type Match } from './analysis-ring';
import type { Analysis, People } from './messages';
import { OverlayCanvas, type Layers } from './overlay-canvas';

/** The faces as drawn on one presented frame, for events. */
export interface DrawnOverlay {
  rtp: number;
  exact: boolean;
  ageMs: number;
  boxes: [number, number, number, number][];
}

/** The people as drawn on one presented frame, for events. */
export interface DrawnPeople extends DrawnOverlay {
  ids: number[];
  /** How many of them were drawn with a skeleton. */
  poses: number;
}

/** Brings presented frames and analyses together, whichever comes first, and draws the match. */
export class FrameOverlay {
  readonly #faces = new AnalysisRing<Analysis>();
  readonly #people = new AnalysisRing<People>();
  readonly #canvas = new OverlayCanvas();
  readonly #layers: Layers = { faces: true, people: true, poses: true };
  #frame: VideoFrameCallbackMetadata | null = null;
  #shownFaces: Match<Analysis> | null = null;
  #shownPeople: Match<People> | null = null;

  get canvas(): HTMLCanvasElement {
    return this.#canvas.element;
  }

  /** The frame on screen; null when there is none. */
  get frame(): VideoFrameCallbackMetadata | null {
    return this.#frame;
  }

  get drawn(): DrawnOverlay | null {
    if (this.#shownFaces === null) return null;
    const { analysis, exact, ageMs } = this.#shownFaces;
    return { rtp: analysis.rtp, exact, ageMs, boxes: analysis.faces.map((face) => face.box) };
  }

  get drawnPeople(): DrawnPeople | null {
    if (this.#shownPeople === null) return null;
    const { analysis, exact, ageMs } = this.#shownPeople;
    const { rtp, people } = analysis;
    const poses = this.#layers.poses ? people.filter((person) => person.keypoints.length > 0).length : 0;
    return {
      rtp,
      exact,
      ageMs,
      boxes: people.map((person) => person.box),
      ids: people.map((person) => person.id),
      poses,
    };
  }

  shows(layer: keyof Layers): boolean {
    return this.#layers[layer];
  }

  toggle(layer: keyof Layers): void {
    this.#layers[layer] = !this.#layers[layer];
    this.#draw();
  }

  presented(frame: VideoFrameCallbackMetadata): void {
    this.#frame = frame;
    this.#draw();
  }

  /** True when the frame on screen got a better overlay by this: its own analysis, a few ms late. */
  analysed(analysis: Analysis): boolean {
    this.#faces.add(analysis);
    if (this.#frame === null || !this.#layers.faces) return false;
    const before = this.#shownFaces?.analysis;
    this.#draw();
    return this.#shownFaces?.analysis !== before;
  }

  saw(people: People): void {
    this.#people.add(people);
    if (this.#frame !== null) this.#draw();
  }

  resized(width: number, height: number): void {
    this.#canvas.resize(width, height, devicePixelRatio);
    this.#draw();
  }

  /** Another session: a restarted service counts RTP time from another base. */
  clear(): void {
    this.#faces.clear();
    this.#people.clear();
    this.#frame = null;
    this.#draw();
  }

  #draw(): void {
    const rtp = this.#frame?.rtpTimestamp;
    const { faces, people, poses } = this.#layers;
    this.#shownFaces = faces && rtp !== undefined ? this.#faces.match(rtp) : null;
    this.#shownPeople = (people || poses) && rtp !== undefined ? this.#people.match(rtp) : null;
    this.#canvas.draw(
      this.#shownFaces,
      this.#shownPeople,
      this.#layers,
      this.#frame?.width ?? 0,
      this.#frame?.height ?? 0,
    );
  }
}
