/**
 * Colours of what is drawn over a picture. Light lines with a dark outline: whatever the picture is, one of the two stands out
 * from it and each from the other (WCAG 2.2 §1.4.11). test/palette.test.ts holds them to that.
 */

/** Under lines, and the ground of labels. */
export const Outline = 'rgb(4 10 12 / 0.95)';

/** A face that belongs to nobody tracked. */
export const FaceInk = '#d9fff0';

/** How strongly the light line is drawn of something that is not of this moment; its outline stays. */
export const StaleAlpha = 0.8;

/** Far apart for every kind of colour vision; neighbours in the list furthest, since track ids are given in order. */
export const PersonInks: readonly string[] = [
  '#52f0ff',
  '#f5e141',
  '#cd9dff',
  '#fc9790',
  '#99c24f',
  '#e6f1cc',
  '#e0a0c0',
  '#b2fc98',
];

/** The colour of a person: of the enrolled one on every camera and track, else of the track. */
export function inkOf(track: number, person: string | null): string {
  return PersonInks[(person === null ? track : hash(person)) % PersonInks.length]!;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
