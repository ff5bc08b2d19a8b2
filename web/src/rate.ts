/** Turns a growing counter into a rate. A counter that went back (new session) starts a new measurement. */
export class RateMeter {
  #at = NaN;
  #count = 0;

  /** The rate per second since the last call; null when there is nothing to compare with. */
  sample(now: number, count: number): number | null {
    const seconds = (now - this.#at) / 1000;
    const grown = count - this.#count;
    this.#at = now;
    this.#count = count;
    return seconds > 0 && grown >= 0 ? grown / seconds : null;
  }

  reset(): void {
    this.#at = NaN;
  }
}
