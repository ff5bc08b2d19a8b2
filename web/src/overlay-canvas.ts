import { placeLabels } from './label-layout';
import { fitText } from './label-text';
import { letterbox, type Rect } from './letterbox';
import type { Face, Person } from './messages';
import { Outline } from './palette';
import type { Scene, SceneFace, ScenePerson } from './scene';
import { FirstOfBody, Limbs, MinKeypointScore } from './skeleton';

interface Label {
  text: string;
  ink: string;
  alpha: number;
  box: Rect;
}

/** Draws one scene over the picture. Dark under light, so that it reads on any picture. */
export class OverlayCanvas {
  readonly element = document.createElement('canvas');
  readonly #context = this.element.getContext('2d')!;
  /** Labels keep out of here. */
  reserved: Rect = { x: 0, y: 0, width: 0, height: 0 };
  #width = 0;
  #height = 0;
  #blank = true;
  #picture: Rect = { x: 0, y: 0, width: 0, height: 0 };
  /** One stroke, in CSS pixels: thicker on a large picture. */
  #unit = 1;
  /** Strength of the light lines; what is dark under them keeps its own, or it would not stand out. */
  #alpha = 1;

  /** The canvas fills `width` x `height` CSS pixels with `ratio` device pixels each. */
  resize(width: number, height: number, ratio: number): void {
    this.#width = width;
    this.#height = height;
    this.element.width = Math.round(width * ratio);
    this.element.height = Math.round(height * ratio);
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#blank = true;
  }

  /** Shows the scene on a picture of this size, in place of what was shown. */
  draw({ people, faces }: Scene, pictureWidth: number, pictureHeight: number): void {
    if (!this.#blank) this.#context.clearRect(0, 0, this.#width, this.#height);
    this.#blank = true;
    this.#picture = letterbox(this.#width, this.#height, pictureWidth, pictureHeight);
    if (people.length + faces.length === 0 || this.#picture.width === 0) return;
    this.#unit = Math.max(1, Math.min(1.5, this.#picture.width / 720));
    const labels: Label[] = [];
    for (const person of people) this.#person(person, labels);
    for (const face of faces) this.#face(face, labels);
    this.#labels(labels);
    this.#blank = false;
  }

  #person({ person, ink, alpha, boxed, posed, label }: ScenePerson, labels: Label[]): void {
    this.#alpha = alpha;
    if (posed) this.#skeleton(person.keypoints, ink);
    const box = this.#box(person.box);
    if (boxed) this.#stroke(1.75 * this.#unit, ink);
    if (label !== '') labels.push({ text: label, ink, alpha, box });
  }

  #face({ face, ink, alpha, dashed, label }: SceneFace, labels: Label[]): void {
    const context = this.#context;
    this.#alpha = alpha;
    const box = this.#box(face.box);
    context.setLineDash(dashed ? [6 * this.#unit, 4 * this.#unit] : []);
    this.#stroke(1.5 * this.#unit, ink);
    context.setLineDash([]);
    for (const [x, y] of face.landmarks) this.#dot(x, y, 1.25 * this.#unit, ink);
    if (label !== '') labels.push({ text: label, ink, alpha, box });
  }

  #skeleton(keypoints: Person['keypoints'], ink: string): void {
    const context = this.#context;
    context.beginPath();
    for (const [from, to] of Limbs) {
      const [one, other] = [keypoints[from], keypoints[to]];
      if (!one || !other || Math.min(one[2], other[2]) < MinKeypointScore) continue;
      context.moveTo(...this.#at(one[0], one[1]));
      context.lineTo(...this.#at(other[0], other[1]));
    }
    this.#stroke(1.5 * this.#unit, ink);
    for (const [x, y, score] of keypoints.slice(FirstOfBody)) {
      if (score >= MinKeypointScore) this.#dot(x, y, 1.75 * this.#unit, ink);
    }
  }

  #at(x: number, y: number): [number, number] {
    return [this.#picture.x + x * this.#picture.width, this.#picture.y + y * this.#picture.height];
  }

  /** Begins a path around the box and tells where it lies. */
  #box([left, top, width, height]: Face['box']): Rect {
    const [x, y] = this.#at(left, top);
    const box: Rect = { x, y, width: width * this.#picture.width, height: height * this.#picture.height };
    const radius = Math.max(0, Math.min(8 * this.#unit, box.width / 6, box.height / 6));
    this.#context.beginPath();
    this.#context.roundRect(box.x, box.y, box.width, box.height, radius);
    return box;
  }

  #dot(x: number, y: number, radius: number, ink: string): void {
    const context = this.#context;
    context.beginPath();
    context.arc(...this.#at(x, y), radius, 0, 2 * Math.PI);
    this.#stroke(0, ink);
    context.globalAlpha = this.#alpha;
    context.fillStyle = ink;
    context.fill();
    context.globalAlpha = 1;
  }

  #stroke(width: number, ink: string): void {
    const context = this.#context;
    context.lineWidth = width + 2.5;
    context.strokeStyle = Outline;
    context.stroke();
    if (width === 0) return;
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.globalAlpha = this.#alpha;
    context.stroke();
    context.globalAlpha = 1;
  }

  #labels(labels: readonly Label[]): void {
    const context = this.#context;
    const size = 11 * this.#unit;
    const height = size * 1.6;
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.textBaseline = 'middle';
    const measure = (text: string): number => context.measureText(text).width;
    const texts = labels.map(({ text }) => fitText(text, this.#picture.width - size, measure));
    const wanted = texts.map((text, i) => ({ width: measure(text) + size, height, box: labels[i]!.box }));
    const places = placeLabels(wanted, this.#picture, 3 * this.#unit, this.reserved);
    for (const [i, { x, y, width }] of places.entries()) {
      if (texts[i] === '') continue;
      context.beginPath();
      context.roundRect(x, y, width, height, size * 0.4);
      context.fillStyle = Outline;
      context.fill();
      context.globalAlpha = labels[i]!.alpha;
      context.fillStyle = labels[i]!.ink;
      context.fillText(texts[i]!, x + size / 2, y + height / 2 + 0.5);
      context.globalAlpha = 1;
    }
  }
}
