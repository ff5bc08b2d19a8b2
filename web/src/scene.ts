import type { Match } from './analysis-ring';
import { percent, personLabel } from './label-text';
import type { Layers } from './layers';
import type { Analysis, Face, People, Person } from './messages';
import type { InkBook } from './ink-book';
import { FaceInk, StaleAlpha } from './palette';
import { seenFaces, type SeenFace } from './same-face';

export interface ScenePerson {
  person: Person;
  ink: string;
  alpha: number;
  boxed: boolean;
  posed: boolean;
  /** Empty: none. */
  label: string;
}

export interface SceneFace {
  face: Face;
  /** Whose it is, when that is known. */
  person: Person | null;
  /** Seen by the full-frame analysis, not in a person's head region. */
  fullFrame: boolean;
  ink: string;
  alpha: number;
  dashed: boolean;
  label: string;
}

/** What is drawn over one frame, in the coordinates of the messages. */
export interface Scene {
  people: ScenePerson[];
  faces: SceneFace[];
}

/** People are looked for a few times a second: their boxes are always those of a frame before this one. */
const PeopleFreshMs = 300;

/** Chooses what of the matching analyses is shown, and in which colours. */
export function composeScene(
  faces: Match<Analysis> | null,
  people: Match<People> | null,
  layers: Layers,
  book: InkBook,
): Scene {
  const persons = people?.analysis.people ?? [];
  const assigned = book.assign(persons.map(({ id, who }) => ({ track: id, person: who?.id ?? null })));
  const inks = new Map(persons.map((person, i) => [person, assigned[i]!]));
  return {
    people: shownPeople(people, layers, inks),
    faces: layers.faces ? seenFaces(faces, people).map((face) => sceneFace(face, inks)) : [],
  };
}

function shownPeople(match: Match<People> | null, layers: Layers, inks: Map<Person, string>): ScenePerson[] {
  if (match === null || !(layers.people || layers.poses || layers.names)) return [];
  const alpha = match.ageMs <= PeopleFreshMs ? 1 : StaleAlpha;
  return match.analysis.people.map((person) => ({
    person,
    ink: inks.get(person)!,
    alpha,
    boxed: layers.people,
    posed: layers.poses && person.keypoints.length > 0,
    label: personLabel(person, layers.people, layers.names),
  }));
}

function sceneFace({ face, exact, ageMs, person }: SeenFace, inks: Map<Person, string>): SceneFace {
  const fullFrame = face !== person?.face;
  const fresh = exact || (!fullFrame && ageMs <= PeopleFreshMs);
  return {
    face,
    person,
    fullFrame,
    ink: person === null ? FaceInk : inks.get(person)!,
    alpha: fresh ? 1 : StaleAlpha,
    dashed: !fresh,
    label: faceLabel(face, person, fresh ? 0 : ageMs),
  };
}

/** A tracked person has a label already; the age is told where it is drawn dashed. */
function faceLabel({ score }: Face, person: Person | null, staleMs: number): string {
  const age = staleMs > 0 ? `${Math.round(staleMs)} ms ago` : '';
  return [person === null ? percent(score) : '', age].filter((part) => part !== '').join(' · ');
}
