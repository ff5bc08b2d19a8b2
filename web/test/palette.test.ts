import { describe, expect, it } from 'vitest';
import { FaceInk, inkOf, Outline, PersonInks, StaleAlpha } from '../src/palette';
import { ColourVisions, difference } from './colour-vision';
import { contrast, over, parseColour, type Rgb } from './contrast';

const named: [string, Rgb][] = [
  ['black', [0, 0, 0]],
  ['white', [255, 255, 255]],
  ['mid grey', [128, 128, 128]],
  ['red', [255, 0, 0]],
  ['green', [0, 255, 0]],
  ['blue', [0, 0, 255]],
  ['yellow', [255, 255, 0]],
  ['cyan', [0, 255, 255]],
  ['magenta', [255, 0, 255]],
];

/** Every picture there is, in steps of 17. */
const cube: Rgb[] = Array.from({ length: 4096 }, (_, i) => [(i >> 8) * 17, ((i >> 4) & 15) * 17, (i & 15) * 17]);

const inks = [FaceInk, ...PersonInks];

/** The least of a ratio over all inks and pictures. */
function least(ratio: (ink: string, picture: Rgb) => number, pictures: readonly Rgb[]): number {
  return Math.min(
    ...inks.map((ink) => pictures.reduce((low, picture) => Math.min(low, ratio(ink, picture)), Infinity)),
  );
}

const lineOnOutline =
  (strength: number) =>
  (ink: string, picture: Rgb): number => {
    const outline = over(Outline, picture);
    return contrast(over(ink, outline, strength), outline);
  };

const lineOrOutlineOnPicture =
  (strength: number) =>
  (ink: string, picture: Rgb): number => {
    const outline = over(Outline, picture);
    return Math.max(contrast(outline, picture), contrast(over(ink, outline, strength), picture));
  };

describe('what is drawn over a picture', () => {
  it.each(named)('has a line or an outline that stands out from %s by 3 : 1 (WCAG 1.4.11)', (_, picture) => {
    expect(least(lineOrOutlineOnPicture(1), [picture])).toBeGreaterThanOrEqual(3);
    expect(least(lineOnOutline(1), [picture])).toBeGreaterThanOrEqual(4.5);
  });

  it('does so on a picture of any colour', () => {
    expect(least(lineOrOutlineOnPicture(1), cube)).toBeGreaterThanOrEqual(3);
    expect(least(lineOnOutline(1), cube)).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps its light line apart from its outline where it is drawn weaker', () => {
    expect(least(lineOnOutline(StaleAlpha), cube)).toBeGreaterThanOrEqual(4.5);
  });

  it('has labels that read on any picture (WCAG 1.4.3: 4.5 : 1, on fresh ones 1.4.6: 7 : 1)', () => {
    expect(least(lineOnOutline(1), cube)).toBeGreaterThanOrEqual(7);
    expect(least(lineOnOutline(StaleAlpha), cube)).toBeGreaterThanOrEqual(4.5);
  });

  it('would not pass with a light outline', () => {
    const light = (ink: string, picture: Rgb): number =>
      Math.max(contrast([255, 255, 255], picture), contrast(parseColour(ink).rgb, picture));
    expect(least(light, cube)).toBeLessThan(3);
  });
});

describe('the colours of people', () => {
  it.each(Object.entries(ColourVisions))('are told apart by colour vision: %s', (_, vision) => {
    const colours = PersonInks.map((ink) => parseColour(ink).rgb);
    for (const [i, one] of colours.entries()) {
      for (const other of colours.slice(0, i)) expect(difference(one, other, vision)).toBeGreaterThan(15);
    }
  });

  it('stay with the track, and differ between tracks that follow each other', () => {
    for (let track = 1; track < 100; track++) {
      expect(inkOf(track, null)).toBe(inkOf(track, null));
      expect(inkOf(track, null)).not.toBe(inkOf(track + 1, null));
    }
  });

  it('stay with the enrolled person whatever the track', () => {
    const person = 'k3j9x0ab12cd34ef';
    expect(new Set([1, 2, 3, 4].map((track) => inkOf(track, person))).size).toBe(1);
  });

  it('are all in use among enrolled people', () => {
    const used = new Set(Array.from({ length: 200 }, (_, i) => inkOf(0, `person${i.toString(36).padStart(10, '0')}`)));
    expect(used.size).toBe(PersonInks.length);
  });
});
