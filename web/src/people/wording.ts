import type { Consent, EnrolledPerson, Track } from './people-json';
import { nameOf } from '../label-text';

const Day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The day of a time of the API; empty when it is none. */
export function day(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? '' : Day.format(at);
}

/** How long ago, roughly. */
export function ago(time: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(time)) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago` : day(time);
}

/** The service's word counts: its clock may be another. */
export function holds({ expires, valid }: Consent, now: number): boolean {
  return valid && (expires === null || Date.parse(expires) > now);
}

/** Who somebody in view is, as far as it is known. */
export function trackName({ person, unknown, hasFace }: Track): string {
  return nameOf({ who: person, unknown }) || (hasFace ? 'face not clear yet' : 'no face seen yet');
}

/** Whether the erase button may be pressed: the name, as it is written, was typed. */
export function confirms(typed: string, { name }: EnrolledPerson): boolean {
  const plain = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return plain(typed) === plain(name);
}

/** The end of a local day, as the API wants it; null for no day. */
export function endOfDay(date: string): string | null {
  const [, year, month, dayOfMonth] = /^(\d{4,6})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  if (year === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(dayOfMonth), 23, 59, 59).toISOString();
}

/** The local day of a time of the API, as `<input type="date">` has it; empty for none. */
export function dateInput(time: string | null): string {
  const at = new Date(time ?? NaN);
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
