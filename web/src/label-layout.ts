import type { Rect } from './letterbox';

/** A label of this size, wanted at a box. */
export interface WantedLabel {
  width: number;
  height: number;
  box: Rect;
}

/**
 * Where labels go: above their box, else at another of its edges, always inside the picture. The first in the list choose first;
 * where every place is taken, the one that covers least of other labels and of what is `reserved`.
 */
export function placeLabels(wanted: readonly WantedLabel[], picture: Rect, gap: number, reserved: Rect): Rect[] {
  const placed = [reserved];
  for (const label of wanted) placed.push(place(label, picture, gap, placed));
  return placed.slice(1);
}

function place({ width, height, box }: WantedLabel, picture: Rect, gap: number, placed: readonly Rect[]): Rect {
  // Only what is seen of the box has edges to lie at.
  const left = Math.max(box.x, picture.x);
  const top = Math.max(box.y, picture.y);
  const right = Math.min(box.x + box.width, picture.x + picture.width);
  const bottom = Math.min(box.y + box.height, picture.y + picture.height);
  const places: [x: number, y: number][] = [
    [left, top - height - gap],
    [right - width, top - height - gap],
    [left + gap, top + gap],
    [right + gap, top],
    [left - width - gap, top],
    [left, bottom + gap],
    [left + gap, bottom - height - gap],
  ];
  let best: Rect | null = null;
  let least = Infinity;
  for (const [x, y] of places) {
    const kept = keptInside({ x, y, width, height }, picture);
    const covered = placed.reduce((sum, other) => sum + overlap(kept, other), 0);
    // A place that had to be moved is no longer at its edge: any free one that had not is better.
    const cost = covered + (kept.x === x && kept.y === y ? 0 : 1);
    if (cost < least) [best, least] = [kept, cost];
  }
  return best!;
}

function keptInside(label: Rect, picture: Rect): Rect {
  return {
    ...label,
    x: Math.max(picture.x, Math.min(label.x, picture.x + picture.width - label.width)),
    y: Math.max(picture.y, Math.min(label.y, picture.y + picture.height - label.height)),
  };
}

function overlap(one: Rect, other: Rect): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}
