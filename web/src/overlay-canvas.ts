import type { Match } from './analysis-ring';
import { letterbox, type Rect } from './letterbox';
import type { Analysis, Face, People, Person } from './messages';
import { FirstOfBody, Limbs, MinKeypointScore } from './skeleton';

/** What is drawn. */
export interface Layers {
  faces: boolean;
  people: boolean;
  poses: boolean;
}

const Outline = 'rgb(4 10 12 / 0.72)';
const FaceInk = '#c9ffe9';
const PersonInk = '#ffe3b3';
const StaleAlpha = 0.5;

/** People are looked for a few times a second: their boxes are always those of a frame before this one. */
const PeopleFreshMs = 300;

/** Draws one analysis over the picture. Dark under light, so that it reads on any picture. */
export class OverlayCanvas {
  readonly element = document.createElement('canvas');
  readonly #context = this.element.getContext('2d')!;
  #width = 0;
  #height = 0;
  #blank = true;

  /** The canvas fills `width` x `height` CSS pixels with `ratio` device pixels each. */
  resize(width: number, height: number, ratio: number): void {
    this.#width = width;
    this.#height = height;
    this.element.width = Math.round(width * ratio);
    this.element.height = Math.round(height * ratio);
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#blank = true;
  }

  /** Shows what matches on a picture of this size, or nothing. */
  draw(
    faces: Match<Analysis> | null,
    people: Match<People> | null,
    layers: Layers,
    pictureWidth: number,
    pictureHeight: number,
  ): void {
    if (!this.#blank) this.#context.clearRect(0, 0, this.#width, this.#height);
    this.#blank = true;
    const seen = (faces?.analysis.faces.length ?? 0) + (people?.analysis.people.length ?? 0);
    const picture = letterbox(this.#width, this.#height, pictureWidth, pictureHeight);
    if (seen === 0 || picture.width === 0) return;
    const unit = Math.max(1, Math.min(1.5, picture.width / 720));
    this.#context.globalAlpha = (people?.ageMs ?? 0) <= PeopleFreshMs ? 1 : StaleAlpha;
    for (const person of people?.analysis.people ?? []) this.#person(person, picture, unit, layers);
    this.#context.globalAlpha = faces?.exact ? 1 : StaleAlpha;
    for (const face of faces?.analysis.faces ?? []) this.#face(face, picture, unit, faces!);
    this.#context.globalAlpha = 1;
    this.#blank = false;
  }

  #face(face: Face, picture: Rect, unit: number, match: Match<Analysis>): void {
    const context = this.#context;
    const box = this.#box(face.box, picture, unit);
    context.setLineDash(match.exact ? [] : [6 * unit, 4 * unit]);
    this.#stroke(1.75 * unit, FaceInk);
    context.setLineDash([]);
    for (const [x, y] of face.landmarks) this.#dot(x, y, picture, 1.75 * unit, FaceInk);
    const score = `${Math.round(face.score * 100)} %`;
    this.#label(match.exact ? score : `${score} · ${Math.round(match.ageMs)} ms ago`, box, picture, unit, FaceInk);
  }

  #person(person: Person, picture: Rect, unit: number, layers: Layers): void {
    if (layers.poses) this.#skeleton(person.keypoints, picture, unit);
    if (!layers.people) return;
    const box = this.#box(person.box, picture, unit);
    this.#stroke(1.5 * unit, PersonInk);
    this.#label(`#${person.id}`, box, picture, unit, PersonInk);
  }

  #skeleton(keypoints: Person['keypoints'], picture: Rect, unit: number): void {
    const context = this.#context;
    context.beginPath();
    for (const [from, to] of Limbs) {
      const [one, other] = [keypoints[from], keypoints[to]];
      if (!one || !other || Math.min(one[2], other[2]) < MinKeypointScore) continue;
      context.moveTo(picture.x + one[0] * picture.width, picture.y + one[1] * picture.height);
      context.lineTo(picture.x + other[0] * picture.width, picture.y + other[1] * picture.height);
    }
    this.#stroke(1.5 * unit, PersonInk);
    for (const [x, y, score] of keypoints.slice(FirstOfBody)) {
      if (score >= MinKeypointScore) this.#dot(x, y, picture, 1.75 * unit, PersonInk);
    }
  }

  /** Begins a path around the box and tells where it lies. */
  #box([left, top, width, height]: Face['box'], picture: Rect, unit: number): Rect {
    const box: Rect = {
      x: picture.x + left * picture.width,
      y: picture.y + top * picture.height,
      width: width * picture.width,
      height: height * picture.height,
    };
    this.#context.beginPath();
    this.#context.roundRect(box.x, box.y, box.width, box.height, Math.min(8 * unit, box.width / 6, box.height / 6));
    return box;
  }

  #dot(x: number, y: number, picture: Rect, radius: number, ink: string): void {
    const context = this.#context;
    context.beginPath();
    context.arc(picture.x + x * picture.width, picture.y + y * picture.height, radius, 0, 2 * Math.PI);
    this.#stroke(0, ink);
    context.fillStyle = ink;
    context.fill();
  }

  #stroke(width: number, ink: string): void {
    const context = this.#context;
    context.lineWidth = width + 2.5;
    context.strokeStyle = Outline;
    context.stroke();
    if (width === 0) return;
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.stroke();
  }

  /** Above the box, or inside it where the picture ends. */
  #label(text: string, box: Rect, picture: Rect, unit: number, ink: string): void {
    const context = this.#context;
    const size = 11 * unit;
    context.font = `600 ${size}px system-ui, sans-serif`;
    const width = context.measureText(text).width + size;
    const height = size * 1.6;
    const x = Math.max(picture.x, Math.min(box.x, picture.x + picture.width - width));
    const y = box.y - height - 4 >= picture.y ? box.y - height - 4 : Math.max(picture.y, box.y) + 4;
    context.beginPath();
    context.roundRect(x, y, width, height, size * 0.4);
    context.fillStyle = Outline;
    context.fill();
    context.fillStyle = ink;
    context.textBaseline = 'middle';
    context.fillText(text, x + size / 2, y + height / 2 + 0.5);
  }
}
