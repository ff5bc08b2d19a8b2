import { AnalysisRing, type Match } from './analysis-ring';
import { InkBook } from './ink-book';
import { AllLayers, type Layers } from './layers';
import type { Rect } from './letterbox';
import type { Analysis, People } from './messages';
import { OverlayCanvas } from './overlay-canvas';
import { composeScene, type Scene } from './scene';

type Box = [number, number, number, number];

/** The full-frame faces as drawn on one presented frame, for events. */
export interface DrawnOverlay {
  rtp: number;
  exact: boolean;
  ageMs: number;
  boxes: Box[];
}

/** The people as drawn on one presented frame, for events. */
export interface DrawnPeople extends DrawnOverlay {
  ids: number[];
  /** How many of them were drawn with a skeleton. */
  poses: number;
  /** The label of each; empty where none was drawn. */
  labels: string[];
  /** Faces drawn where they were found in a head region. */
  faces: Box[];
}

const Nothing: Scene = { people: [], faces: [] };

/** Brings presented frames and analyses together, whichever comes first, and draws the match. */
export class FrameOverlay {
  readonly #faces = new AnalysisRing<Analysis>();
  readonly #people = new AnalysisRing<People>();
  readonly #canvas = new OverlayCanvas();
  readonly #inks = new InkBook();
  #layers: Readonly<Layers> = AllLayers;
  #frame: VideoFrameCallbackMetadata | null = null;
  #matchedFaces: Match<Analysis> | null = null;
  #matchedPeople: Match<People> | null = null;
  #scene = Nothing;

  get canvas(): HTMLCanvasElement {
    return this.#canvas.element;
  }

  /** The frame on screen; null when there is none. */
  get frame(): VideoFrameCallbackMetadata | null {
    return this.#frame;
  }

  get layers(): Readonly<Layers> {
    return this.#layers;
  }

  set layers(layers: Readonly<Layers>) {
    this.#layers = layers;
    this.#draw();
  }

  get drawn(): DrawnOverlay | null {
    if (this.#matchedFaces === null || !this.#layers.faces) return null;
    const { analysis, exact, ageMs } = this.#matchedFaces;
    const boxes = this.#scene.faces.filter((one) => one.fullFrame).map((one) => one.face.box);
    return { rtp: analysis.rtp, exact, ageMs, boxes };
  }

  get drawnPeople(): DrawnPeople | null {
    const { people, faces } = this.#scene;
    const found = faces.filter((one) => !one.fullFrame);
    const { people: boxes, poses, names } = this.#layers;
    if (this.#matchedPeople === null || !(boxes || poses || names || found.length > 0)) return null;
    const { analysis, exact, ageMs } = this.#matchedPeople;
    return {
      rtp: analysis.rtp,
      exact,
      ageMs,
      boxes: people.map((one) => one.person.box),
      ids: people.map((one) => one.person.id),
      poses: people.filter((one) => one.posed).length,
      labels: people.map((one) => one.label),
      faces: found.map((one) => one.face.box),
    };
  }

  presented(frame: VideoFrameCallbackMetadata): void {
    this.#frame = frame;
    this.#draw();
  }

  /** True when the frame on screen got a better overlay by this: its own analysis, a few ms late. */
  analysed(analysis: Analysis): boolean {
    this.#faces.add(analysis);
    if (this.#frame === null || !this.#layers.faces) return false;
    const before = this.#matchedFaces?.analysis;
    this.#draw();
    return this.#matchedFaces?.analysis !== before;
  }

  saw(people: People): void {
    this.#people.add(people);
    if (this.#frame !== null) this.#draw();
  }

  resized(width: number, height: number): void {
    this.#canvas.resize(width, height, devicePixelRatio);
    this.#draw();
  }

  /** Where something lies over the picture that labels must not hide under. */
  set reserved(reserved: Rect) {
    this.#canvas.reserved = reserved;
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
    this.#matchedFaces = rtp === undefined ? null : this.#faces.match(rtp);
    this.#matchedPeople = rtp === undefined ? null : this.#people.match(rtp);
    this.#scene = composeScene(this.#matchedFaces, this.#matchedPeople, this.#layers, this.#inks);
    this.#canvas.draw(this.#scene, this.#frame?.width ?? 0, this.#frame?.height ?? 0);
  }
}
