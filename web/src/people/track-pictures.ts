import type { DrawnPeople } from '../frame-overlay';
import type { Rect } from '../letterbox';
import type { TrackPlace } from './people-client';

const Side = 192;
const RefreshMs = 1000;
const ForgottenMs = 60_000;

interface TrackPicture {
  canvas: HTMLCanvasElement;
  at: number;
}

/** The newest picture of each track, cut from the video as its box is drawn. Bounded: forgotten a minute after it was last seen. */
export class TrackPictures {
  readonly #pictures = new Map<string, TrackPicture>();

  of(place: TrackPlace): HTMLCanvasElement | null {
    return this.#pictures.get(key(place))?.canvas ?? null;
  }

  /** Cuts what is due from the frame on screen; true when there is anything new. */
  take(camera: string, video: HTMLVideoElement, { ids, boxes }: DrawnPeople, now: number): boolean {
    let taken = false;
    for (const [i, track] of ids.entries()) {
      const name = key({ camera, track });
      if (now - (this.#pictures.get(name)?.at ?? -Infinity) < RefreshMs) continue;
      const from = headAndShoulders(boxes[i]!, video.videoWidth, video.videoHeight);
      if (from === null) continue;
      this.#pictures.set(name, { canvas: cut(video, from), at: now });
      taken = true;
    }
    for (const [name, { at }] of this.#pictures) if (now - at > ForgottenMs) this.#pictures.delete(name);
    return taken;
  }
}

/** A square at the top of a person's box, inside the picture; null when nothing of it can be seen. */
export function headAndShoulders(box: [number, number, number, number], width: number, height: number): Rect | null {
  const [x, y, w, h] = [box[0] * width, box[1] * height, box[2] * width, box[3] * height];
  const side = Math.min(w * 1.15, h, width, height);
  if (!(side >= 8)) return null;
  return {
    x: Math.max(0, Math.min(x + (w - side) / 2, width - side)),
    y: Math.max(0, Math.min(y - side * 0.05, height - side)),
    width: side,
    height: side,
  };
}

function cut(video: HTMLVideoElement, from: Rect): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Side;
  canvas.getContext('2d')!.drawImage(video, from.x, from.y, from.width, from.height, 0, 0, Side, Side);
  return canvas;
}

function key({ camera, track }: TrackPlace): string {
  return `${camera}/${track}`;
}
