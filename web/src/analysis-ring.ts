import { rtpDistanceMs } from './rtp-time';

/** An analysis chosen for one presented frame. */
export interface Match<T> {
  analysis: T;
  /** It was computed on this very frame. */
  exact: boolean;
  /** How much older than the frame the analysed frame is; 0 when exact. */
  ageMs: number;
}

/** The newest analyses of one kind of one camera, keyed by RTP timestamp. Bounded: a new one replaces the oldest. */
export class AnalysisRing<T extends { rtp: number }> {
  readonly #slots: (T | undefined)[];
  #next = 0;

  /** `maxAgeMs`: an older analysis than this says nothing about a frame any more. */
  constructor(
    capacity = 32,
    readonly maxAgeMs = 500,
  ) {
    this.#slots = new Array<T | undefined>(capacity).fill(undefined);
  }

  add(analysis: T): void {
    this.#slots[this.#next] = analysis;
    this.#next = (this.#next + 1) % this.#slots.length;
  }

  clear(): void {
    this.#slots.fill(undefined);
  }

  /** The analysis of the frame with this RTP timestamp, else the newest one that is not newer than it, else null. */
  match(frameRtp: number): Match<T> | null {
    let best: T | undefined;
    let bestAge = this.maxAgeMs;
    for (const analysis of this.#slots) {
      if (analysis === undefined) continue;
      const age = rtpDistanceMs(frameRtp, analysis.rtp);
      if (age < 0 || age > bestAge) continue;
      best = analysis;
      bestAge = age;
    }
    return best === undefined ? null : { analysis: best, exact: bestAge === 0, ageMs: bestAge };
  }
}
