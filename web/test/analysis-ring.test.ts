import { describe, expect, it } from 'vitest';
import { AnalysisRing } from '../src/analysis-ring';
import type { Analysis } from '../src/messages';

const analysis = (rtp: number): Analysis => ({ camera: 'front', rtp, ageMs: 10, faces: [], stageMs: {} });
const ringOf = (...rtps: number[]): AnalysisRing<Analysis> => {
  const ring = new AnalysisRing<Analysis>();
  for (const rtp of rtps) ring.add(analysis(rtp));
  return ring;
};

describe('AnalysisRing', () => {
  it('gives the analysis of the very frame, even when a newer one is there', () => {
    const match = ringOf(3000, 6000, 9000).match(6000);
    expect(match).toMatchObject({ exact: true, ageMs: 0, analysis: { rtp: 6000 } });
  });

  it('gives the newest one not newer than the frame, with its age', () => {
    const match = ringOf(3000, 6000, 12000).match(9000);
    expect(match?.exact).toBe(false);
    expect(match?.analysis.rtp).toBe(6000);
    expect(match?.ageMs).toBeCloseTo(3000 / 90);
  });

  it('never gives one from the future', () => {
    expect(ringOf(9001).match(9000)).toBeNull();
  });

  it('gives nothing older than 500 ms', () => {
    expect(ringOf(0).match(45_000)?.ageMs).toBe(500);
    expect(ringOf(0).match(45_001)).toBeNull();
  });

  it('counts across the wrap of the u32 timestamp', () => {
    const match = ringOf(0xffff_fc00).match(0x0000_0400);
    expect(match?.ageMs).toBeCloseTo(2048 / 90);
    expect(ringOf(0x0000_0400).match(0xffff_fc00)).toBeNull();
    expect(ringOf(0xffff_ffff).match(0xffff_ffff)?.exact).toBe(true);
  });

  it('finds what came out of order', () => {
    expect(ringOf(9000, 3000, 6000).match(9500)?.analysis.rtp).toBe(9000);
  });

  it('replaces the oldest when it is full', () => {
    const ring = new AnalysisRing<Analysis>(2);
    for (const rtp of [3000, 6000, 9000]) ring.add(analysis(rtp));
    expect(ring.match(3000)).toBeNull();
    expect(ring.match(6000)?.exact).toBe(true);
  });

  it('is empty after clear', () => {
    const ring = ringOf(3000);
    ring.clear();
    expect(ring.match(3000)).toBeNull();
  });
});
