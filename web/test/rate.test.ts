import { describe, expect, it } from 'vitest';
import { RateMeter } from '../src/rate';

describe('RateMeter', () => {
  it('tells the growth per second between two samples', () => {
    const meter = new RateMeter();
    expect(meter.sample(1000, 100)).toBeNull();
    expect(meter.sample(1500, 115)).toBe(30);
    expect(meter.sample(2500, 115)).toBe(0);
  });

  it('says nothing when the counter went back or was reset', () => {
    const meter = new RateMeter();
    meter.sample(0, 100);
    expect(meter.sample(1000, 5)).toBeNull();
    meter.reset();
    expect(meter.sample(2000, 10)).toBeNull();
  });
});
