import type { Person } from './messages';

/** What a canvas must not be given: line breaks, and marks that turn the text around them (Unicode UAX #9). */
const Unruly = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** The label of a person: the track's number, who it is, how sure that is. */
export function personLabel(person: Person, numbered: boolean, named: boolean): string {
  const parts = [numbered ? `#${person.id}` : '', named ? nameOf(person) : ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** Empty while recognition is off. */
export function nameOf({ who, unknown }: Pick<Person, 'who' | 'unknown'>): string {
  if (who !== null) return `${tidy(who.name)} ${percent(who.confidence)}`;
  return unknown === null ? '' : `unknown ${tidy(unknown).replace(/^u(?=\d)/, '')}`;
}

export function percent(share: number): string {
  return `${Math.round(Math.max(0, Math.min(1, share)) * 100)} %`;
}

/** Cut with an ellipsis until `measure` gives no more than `width`; empty when not even that fits. */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const letters = [...text];
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (measure(cut(letters, middle)) <= width) fits = middle;
    else tooLong = middle;
  }
  return fits === 0 ? '' : cut(letters, fits);
}

function cut(letters: readonly string[], length: number): string {
  return `${letters.slice(0, length).join('').trimEnd()}…`;
}

function tidy(text: string): string {
  return text.replace(Unruly, ' ').replace(/\s+/g, ' ').trim();
}
