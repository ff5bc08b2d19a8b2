import { describe, expect, it } from 'vitest';
import { Backoff } from '../src/backoff';

const waits = (backoff: Backoff, count: number): number[] => Array.from({ length: count }, () => backoff.next());

describe('Backoff', () => {
  it('doubles from the first wait up to the longest', () => {
    expect(waits(new Backoff(250, 5000, () => 0.5), 7)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  it('starts again after a reset', () => {
    const backoff = new Backoff(250, 5000, () => 0.5);
    waits(backoff, 6);
    backoff.reset();
    expect(backoff.next()).toBe(250);
  });

  it('spreads each wait by a fifth', () => {
    expect(new Backoff(250, 5000, () => 0).next()).toBeCloseTo(200);
    expect(new Backoff(250, 5000, () => 1).next()).toBeCloseTo(300);
  });
});
