import type { Match } from './analysis-ring';
import { letterbox, type Rect } from './letterbox';
import type { Face } from './messages';

const Outline = 'rgb(4 10 12 / 0.72)';
const Ink = '#c9ffe9';
const StaleAlpha = 0.5;

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

  /** Shows `match` on a picture of this size, or nothing. */
  draw(match: Match | null, pictureWidth: number, pictureHeight: number): void {
    if (!this.#blank) this.#context.clearRect(0, 0, this.#width, this.#height);
    this.#blank = true;
    if (match === null || match.analysis.faces.length === 0) return;
    const picture = letterbox(this.#width, this.#height, pictureWidth, pictureHeight);
    if (picture.width === 0) return;
    const unit = Math.max(1, Math.min(1.5, picture.width / 720));
    this.#context.globalAlpha = match.exact ? 1 : StaleAlpha;
    for (const face of match.analysis.faces) this.#face(face, picture, unit, match);
    this.#context.globalAlpha = 1;
    this.#blank = false;
  }

  #face(face: Face, picture: Rect, unit: number, match: Match): void {
    const context = this.#context;
    const [left, top, width, height] = face.box;
    const box: Rect = {
      x: picture.x + left * picture.width,
      y: picture.y + top * picture.height,
      width: width * picture.width,
      height: height * picture.height,
    };
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, Math.min(8 * unit, box.width / 6, box.height / 6));
    context.setLineDash(match.exact ? [] : [6 * unit, 4 * unit]);
    this.#stroke(1.75 * unit);
    context.setLineDash([]);
    for (const [x, y] of face.landmarks) {
      context.beginPath();
      context.arc(picture.x + x * picture.width, picture.y + y * picture.height, 1.75 * unit, 0, 2 * Math.PI);
      this.#stroke(0);
      context.fillStyle = Ink;
      context.fill();
    }
    const score = `${Math.round(face.score * 100)} %`;
    this.#label(match.exact ? score : `${score} · ${Math.round(match.ageMs)} ms ago`, box, picture, unit);
  }

  #stroke(width: number): void {
    const context = this.#context;
    context.lineWidth = width + 2.5;
    context.strokeStyle = Outline;
    context.stroke();
    if (width === 0) return;
    context.lineWidth = width;
    context.strokeStyle = Ink;
    context.stroke();
  }

  /** Above the box, or inside it where the picture ends. */
  #label(text: string, box: Rect, picture: Rect, unit: number): void {
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
    context.fillStyle = Ink;
    context.textBaseline = 'middle';
    context.fillText(text, x + size / 2, y + height / 2 + 0.5);
  }
}
