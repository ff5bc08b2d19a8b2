import { describe, expect, it } from 'vitest';
import type { Match } from '../src/analysis-ring';
import { AllLayers, type Layers } from '../src/layers';
import type { Analysis, Face, People, Person } from '../src/messages';
import { FaceInk, inkOf, StaleAlpha } from '../src/palette';
import { InkBook } from '../src/ink-book';
import { composeScene as compose } from '../src/scene';

type Box = Face['box'];
const composeScene = (faces: Match<Analysis> | null, people: Match<People> | null, layers: Layers) =>
  compose(faces, people, layers, new InkBook());
const face = (box: Box, score = 0.9): Face => ({ box, score, landmarks: [] });
const person = (id: number, more: Partial<Person> = {}): Person => ({
  id,
  box: [0.1, 0.1, 0.2, 0.8],
  score: 0.8,
  keypoints: Array.from({ length: 17 }, () => [0.2, 0.3, 0.9]),
  face: null,
  who: null,
  unknown: null,
  ...more,
});
const facesOf = (faces: Face[], ageMs = 0): Match<Analysis> => ({
  analysis: { camera: 'front', rtp: 0, ageMs: 10, faces, stageMs: {} },
  exact: ageMs === 0,
  ageMs,
});
const peopleOf = (people: Person[], ageMs = 60): Match<People> => ({
  analysis: { camera: 'front', rtp: 0, ageMs: 60, people, stageMs: {} },
  exact: ageMs === 0,
  ageMs,
});
const only = (layers: Partial<Layers>): Layers => ({
  faces: false,
  people: false,
  poses: false,
  names: false,
  ...layers,
});
const head: Box = [0.15, 0.12, 0.08, 0.14];
const who = { id: 'k3j9x0ab12cd34ef', name: 'Ada', confidence: 0.9 };

describe('composeScene', () => {
  it('is empty without analyses, and when everything is switched off', () => {
    expect(composeScene(null, null, AllLayers)).toEqual({ people: [], faces: [] });
    const nothing = composeScene(facesOf([face(head)]), peopleOf([person(4, { face: face(head) })]), only({}));
    expect(nothing).toEqual({ people: [], faces: [] });
  });

  it('shows each layer alone', () => {
    const faces = facesOf([face(head)]);
    const people = peopleOf([person(4, { who })]);
    expect(composeScene(faces, people, only({ faces: true }))).toMatchObject({
      people: [],
      faces: [{ face: { box: head } }],
    });
    const [boxed] = composeScene(faces, people, only({ people: true })).people;
    expect(boxed).toMatchObject({ boxed: true, posed: false, label: '#4' });
    const [posed] = composeScene(faces, people, only({ poses: true })).people;
    expect(posed).toMatchObject({ boxed: false, posed: true, label: '' });
    const [named] = composeScene(faces, people, only({ names: true })).people;
    expect(named).toMatchObject({ boxed: false, posed: false, label: 'Ada 90 %' });
  });

  it('draws no skeleton where nobody looked for one', () => {
    expect(composeScene(null, peopleOf([person(4, { keypoints: [] })]), AllLayers).people[0]!.posed).toBe(false);
  });

  it('weakens people of long ago', () => {
    const alpha = (ageMs: number): number =>
      composeScene(null, peopleOf([person(4)], ageMs), AllLayers).people[0]!.alpha;
    expect([alpha(0), alpha(300), alpha(301)]).toEqual([1, 1, StaleAlpha]);
  });

  it('gives a person one colour on every track, and a stranger that of the track', () => {
    const { people } = composeScene(null, peopleOf([person(4, { who }), person(5, { who }), person(6)]), AllLayers);
    expect(people[0]!.ink).toBe(people[1]!.ink);
    expect(people[2]!.ink).toBe(inkOf(6, null));
  });
});

describe('the faces of a scene', () => {
  const facesIn = (faces: Match<Analysis> | null, people: Match<People> | null) =>
    composeScene(faces, people, AllLayers).faces;

  it('are those of the full frame when nobody is tracked', () => {
    expect(facesIn(facesOf([face(head)]), null)).toMatchObject([
      { fullFrame: true, dashed: false, ink: FaceInk, label: '90 %', person: null },
    ]);
  });

  it('are those of the people when the full frame was not looked at', () => {
    expect(facesIn(null, peopleOf([person(4, { face: face(head) })]))).toMatchObject([
      { fullFrame: false, dashed: false, ink: inkOf(4, null), label: '', person: { id: 4 } },
    ]);
  });

  it('are never the same one twice, also when it has moved between the two frames', () => {
    for (const shift of [0, 0.02, 0.05]) {
      const moved: Box = [head[0] + shift, head[1] + shift / 2, head[2] * 1.1, head[3] * 0.95];
      const seen = facesIn(facesOf([face(head)]), peopleOf([person(4, { face: face(moved) })]));
      expect(seen).toMatchObject([{ face: { box: head }, fullFrame: true, ink: inkOf(4, null), label: '' }]);
    }
  });

  it('are taken from whichever frame is newer', () => {
    const moved: Box = [head[0] + 0.03, head[1], head[2], head[3]];
    const people = peopleOf([person(4, { face: face(moved) })], 60);
    expect(facesIn(facesOf([face(head)], 400), people)).toMatchObject([{ face: { box: moved }, fullFrame: false }]);
    expect(facesIn(facesOf([face(head)], 33), people)).toMatchObject([{ face: { box: head }, fullFrame: true }]);
  });

  it('are both drawn when they are of two people', () => {
    const other: Box = [0.5, 0.12, 0.08, 0.14];
    expect(facesIn(facesOf([face(head)]), peopleOf([person(4, { face: face(other) })]))).toHaveLength(2);
  });

  it('are one when two people who overlap were given the same', () => {
    const people = peopleOf([person(4, { face: face(head, 0.6) }), person(5, { face: face(head, 0.8) })]);
    expect(facesIn(null, people)).toMatchObject([{ person: { id: 5 } }]);
    expect(facesIn(facesOf([face(head)]), people)).toHaveLength(1);
  });

  it('are never the same one twice among any faces and people', () => {
    let seed = 11;
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    for (let round = 0; round < 200; round++) {
      // People a picture apart, each seen by both analyses with some motion in between.
      const truth = Array.from({ length: 4 }, (_, i): Box => [
        0.05 + i * 0.24 + random() * 0.05,
        random() * 0.6,
        0.08,
        0.14,
      ]);
      const jitter = (box: Box): Box => [
        box[0] + (random() - 0.5) * 0.05,
        box[1] + (random() - 0.5) * 0.05,
        box[2],
        box[3],
      ];
      const seenByFrame = truth.filter(() => random() < 0.7);
      const seenOnPeople = truth.map((box, i) => person(i, { face: random() < 0.7 ? face(jitter(box)) : null }));
      const faces = facesIn(
        facesOf(
          seenByFrame.map((box) => face(box)),
          random() * 400,
        ),
        peopleOf(seenOnPeople, random() * 400),
      );
      const expected = truth.filter((box, i) => seenByFrame.includes(box) || seenOnPeople[i]!.face !== null).length;
      expect(faces).toHaveLength(expected);
    }
  });

  it('tell their age, dashed and weaker, when they are not of this frame', () => {
    expect(facesIn(facesOf([face(head)], 120), null)).toMatchObject([
      { dashed: true, alpha: StaleAlpha, label: '90 % · 120 ms ago' },
    ]);
  });

  it('of no size are not the same as another', () => {
    const nothing: Box = [0.2, 0.2, 0, 0];
    expect(facesIn(facesOf([face(nothing)]), peopleOf([person(4, { face: face(nothing) })]))).toHaveLength(2);
  });
});
