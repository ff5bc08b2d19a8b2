/** RTP video clock, RFC 6184 §8.2.1. */
const TicksPerMs = 90;

/** Signed distance `a - b` of two u32 RTP timestamps in ms; right across the wrap while they lie less than 6.6 h apart. */
export function rtpDistanceMs(a: number, b: number): number {
  return ((a - b) | 0) / TicksPerMs;
}
