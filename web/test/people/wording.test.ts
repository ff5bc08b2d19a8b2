import { describe, expect, it } from 'vitest';
import type { EnrolledPerson, Track } from '../../src/people/people-json';
import { within } from '../../src/people/picture-file';
import { headAndShoulders } from '../../src/people/track-pictures';
import { ago, confirms, dateInput, endOfDay, holds, trackName } from '../../src/people/wording';

const now = Date.parse('2026-11-25T12:00:00Z');

describe('ago', () => {
  it('is rough for a person', () => {
    expect(ago('2026-11-25T11:59:30Z', now)).toBe('just now');
    expect(ago('2026-11-25T11:57:00Z', now)).toBe('3 min ago');
    expect(ago('2026-11-25T09:00:00Z', now)).toBe('3 h ago');
    expect(ago('2026-11-20T12:00:00Z', now)).toBe('20 Nov 2026');
  });

  it('forgives a clock that is ahead, and says nothing of no time', () => {
    expect(ago('2026-11-25T12:00:20Z', now)).toBe('just now');
    expect(ago('soon', now)).toBe('');
  });
});

describe('consent', () => {
  const until = (expires: string | null) => ({ givenAt: '', by: '', purpose: '', expires, valid: true });

  it('ends at its time and never without one', () => {
    expect(holds(until('2026-11-25T12:00:00Z'), now)).toBe(false);
    expect(holds(until('2026-11-25T12:00:01Z'), now)).toBe(true);
    expect(holds(until(null), now)).toBe(true);
  });

  it('ends when the service says so, whatever the clock of the browser', () => {
    expect(holds({ ...until('2026-11-26T12:00:00Z'), valid: false }, now)).toBe(false);
  });

  it('lasts to the end of the day that was chosen', () => {
    const end = new Date(endOfDay('2027-06-30')!);
    expect([end.getFullYear(), end.getMonth(), end.getDate(), end.getHours()]).toEqual([2027, 5, 30, 23]);
    expect(endOfDay('')).toBeNull();
    expect(endOfDay('30.6.2027')).toBeNull();
  });

  it('is filled in with the day it had', () => {
    for (const date of ['2027-06-30', '2027-01-01', '2028-02-29']) expect(dateInput(endOfDay(date))).toBe(date);
    expect(dateInput(null)).toBe('');
    expect(dateInput('soon')).toBe('');
  });
});

describe('confirms', () => {
  const named = (name: string): EnrolledPerson => ({ name }) as EnrolledPerson;

  it('wants the whole name as it is written', () => {
    expect(confirms('Ada Lovelace', named('Ada Lovelace'))).toBe(true);
    for (const other of ['', 'Ada', 'ada lovelace', 'Ada Lovelace!'])
      expect(confirms(other, named('Ada Lovelace'))).toBe(false);
  });

  it('takes the same letters however they were typed', () => {
    expect(confirms(' Zoe\u0308  B ', named('Zo\u00eb B'))).toBe(true);
  });
});

describe('trackName', () => {
  const track: Track = { camera: 'front', track: 4, person: null, unknown: null, hasFace: false };

  it('is who it is, else which stranger, else why nobody knows yet', () => {
    expect(trackName({ ...track, person: { id: 'a', name: 'Ada', confidence: 0.91 } })).toBe('Ada 91 %');
    expect(trackName({ ...track, unknown: 'u7' })).toBe('unknown 7');
    expect(trackName(track)).toBe('no face seen yet');
    expect(trackName({ ...track, hasFace: true })).toBe('face not clear yet');
  });
});

describe('within', () => {
  it('keeps the shape and never enlarges', () => {
    expect(within(4000, 3000, 2560)).toEqual([2560, 1920]);
    expect(within(3000, 4000, 2560)).toEqual([1920, 2560]);
    expect(within(640, 480, 2560)).toEqual([640, 480]);
    expect(within(100_000, 1, 2560)).toEqual([2560, 1]);
  });
});

describe('headAndShoulders', () => {
  it('is a square at the top of the box, inside the picture', () => {
    const square = headAndShoulders([0.4, 0.3, 0.1, 0.6], 1280, 720)!;
    expect(square.width).toBe(square.height);
    expect(square.y).toBeLessThan(0.3 * 720);
    for (const box of [
      [-0.1, -0.1, 0.3, 0.9],
      [0.9, 0.5, 0.3, 0.9],
      [0, 0, 1, 1],
    ] as [number, number, number, number][]) {
      const { x, y, width, height } = headAndShoulders(box, 1280, 720)!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(1280);
      expect(y + height).toBeLessThanOrEqual(720);
    }
  });

  it('is nothing where nothing can be seen', () => {
    expect(headAndShoulders([0.4, 0.3, 0, 0.6], 1280, 720)).toBeNull();
    expect(headAndShoulders([0.4, 0.3, 0.1, 0.6], 0, 0)).toBeNull();
  });
});
