import type { Match } from './analysis-ring';
import type { Analysis, Face, People, Person } from './messages';

/** A face to be drawn. */
export interface SeenFace {
  face: Face;
  exact: boolean;
  ageMs: number;
  /** Whose it is; null when only the full-frame analysis saw it. */
  person: Person | null;
}

/** Two finds lie on one face when their centres are less than this many face sizes apart: between them lies up to half a second. */
const SameWithin = 0.8;

/**
 * The faces of a full-frame analysis and those found on people are the same faces, at times on different frames: each is given
 * once, where it was seen last, and belongs to its person either way.
 */
export function seenFaces(faces: Match<Analysis> | null, people: Match<People> | null): SeenFace[] {
  const seen: SeenFace[] = (faces?.analysis.faces ?? []).map((face) => ({
    face,
    exact: faces!.exact,
    ageMs: faces!.ageMs,
    person: null,
  }));
  for (const person of people?.analysis.people ?? []) {
    if (person.face === null) continue;
    const found = { face: person.face, exact: people!.exact, ageMs: people!.ageMs, person };
    const same = nearest(found.face, seen);
    if (same === null) {
      seen.push(found);
    } else if (same.person === null) {
      same.person = person;
      if (found.ageMs < same.ageMs) Object.assign(same, found);
    } else if (found.face.score > same.face.score && same.ageMs === found.ageMs) {
      Object.assign(same, found); // found in the head regions of two people who overlap
    }
  }
  return seen;
}

function nearest(face: Face, seen: readonly SeenFace[]): SeenFace | null {
  let best: SeenFace | null = null;
  let least = SameWithin;
  for (const other of seen) {
    const apart = distance(face.box, other.face.box);
    if (apart < least) [best, least] = [other, apart];
  }
  return best;
}

/** Between the centres, in sizes of the larger one; boxes are fractions of the picture, so each axis is taken by its own size. */
function distance(one: Face['box'], other: Face['box']): number {
  const width = Math.max(one[2], other[2]);
  const height = Math.max(one[3], other[3]);
  if (!(width > 0 && height > 0)) return Infinity;
  const x = (one[0] + one[2] / 2 - other[0] - other[2] / 2) / width;
  const y = (one[1] + one[3] / 2 - other[1] - other[3] / 2) / height;
  return Math.hypot(x, y);
}
