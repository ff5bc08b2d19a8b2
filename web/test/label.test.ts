import { describe, expect, it } from 'vitest';
import { placeLabels as place, type WantedLabel } from '../src/label-layout';
import { fitText, nameOf, personLabel } from '../src/label-text';
import type { Rect } from '../src/letterbox';
import type { Person } from '../src/messages';

const person = (more: Partial<Person>): Person => ({
  id: 4,
  box: [0, 0, 1, 1],
  score: 0.9,
  keypoints: [],
  face: null,
  who: null,
  unknown: null,
  ...more,
});
const ada = { id: 'k3j9x0ab12cd34ef', name: 'Ada', confidence: 0.873 };

describe('personLabel', () => {
  it('has the number of the track, the name and how sure it is', () => {
    expect(personLabel(person({ who: ada }), true, true)).toBe('#4 Ada 87 %');
    expect(personLabel(person({ unknown: 'u7' }), true, true)).toBe('#4 unknown 7');
    expect(personLabel(person({}), true, true)).toBe('#4');
  });

  it('has only what is switched on', () => {
    expect(personLabel(person({ who: ada }), true, false)).toBe('#4');
    expect(personLabel(person({ who: ada }), false, true)).toBe('Ada 87 %');
    expect(personLabel(person({}), false, true)).toBe('');
    expect(personLabel(person({ who: ada }), false, false)).toBe('');
  });

  it('is one line and cannot turn the text around it', () => {
    expect(nameOf(person({ who: { ...ada, name: ' A\u202ed\n\u2067a\u0000 ' } }))).toBe('A d a 87 %');
  });

  it('never claims more than certainty', () => {
    expect(nameOf(person({ who: { ...ada, confidence: 1.7 } }))).toBe('Ada 100 %');
    expect(nameOf(person({ who: { ...ada, confidence: -1 } }))).toBe('Ada 0 %');
  });
});

describe('fitText', () => {
  const letters = (text: string): number => [...text].length;

  it('leaves what fits and cuts what does not, never inside a letter', () => {
    expect(fitText('Ada 87 %', 8, letters)).toBe('Ada 87 %');
    expect(fitText('Ada 87 %', 5, letters)).toBe('Ada…');
    expect(fitText('🧑🧑🧑', 2, letters)).toBe('🧑…');
    expect(fitText('Ada', 1, letters)).toBe('');
    expect(fitText('', 0, letters)).toBe('');
  });

  it('never exceeds the width, whatever text and width', () => {
    for (let width = 0; width < 40; width++) {
      expect(letters(fitText('Maximiliane von Hohenlohe-Langenburg 99 %', width, letters))).toBeLessThanOrEqual(width);
    }
  });
});

describe('placeLabels', () => {
  const picture: Rect = { x: 20, y: 10, width: 640, height: 360 };
  const gap = 3;
  const badges: Rect = { x: 20, y: 10, width: 100, height: 24 };
  const placeLabels = (labels: WantedLabel[]): Rect[] => place(labels, picture, gap, badges);
  const label = (x: number, y: number, width: number, height: number): WantedLabel => ({
    width: 80,
    height: 18,
    box: { x, y, width, height },
  });
  const inside = (one: Rect): boolean =>
    one.x >= picture.x &&
    one.y >= picture.y &&
    one.x + one.width <= picture.x + picture.width + 1e-9 &&
    one.y + one.height <= picture.y + picture.height + 1e-9;
  const cover = (one: Rect, other: Rect): boolean =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;

  it('puts a label above its box', () => {
    expect(placeLabels([label(100, 100, 50, 120)])).toEqual([{ x: 100, y: 79, width: 80, height: 18 }]);
  });

  it('puts it inside the box where the picture ends', () => {
    const [top] = placeLabels([label(200, -40, 100, 200)]);
    expect(top).toMatchObject({ x: 203, y: 13 });
    const [right] = placeLabels([label(640, 100, 100, 100)]);
    expect(right!.x + right!.width).toBeLessThanOrEqual(660);
  });

  it('keeps out from under what lies over the picture', () => {
    const [hidden] = placeLabels([label(30, 40, 50, 120)]);
    expect(cover(hidden!, badges)).toBe(false);
  });

  it('keeps apart the labels of two people on one spot', () => {
    const places = placeLabels([label(100, 100, 60, 150), label(104, 102, 60, 150)]);
    expect(cover(places[0]!, places[1]!)).toBe(false);
  });

  it('gives the same places for the same boxes', () => {
    const labels = [label(100, 100, 60, 150), label(104, 102, 60, 150)];
    expect(placeLabels(labels)).toEqual(placeLabels(labels));
  });

  it('never leaves the picture, and covers another label only in a crowd', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed / 2 ** 32) * below;
    };
    let covered = 0;
    for (let round = 0; round < 200; round++) {
      const labels = Array.from({ length: 6 }, () =>
        label(random(760) - 60, random(460) - 60, 20 + random(150), 40 + random(300)),
      );
      const places = placeLabels(labels);
      for (const [i, place] of places.entries()) {
        expect(inside(place)).toBe(true);
        covered += places.slice(0, i).filter((other) => cover(place, other)).length;
      }
    }
    expect(covered).toBeLessThanOrEqual(10); // of 3000 pairs
  });
});
