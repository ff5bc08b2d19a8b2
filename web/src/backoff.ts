/** Waits between attempts: `firstMs`, doubling up to `maxMs`, each spread by ±20 % so that many viewers do not return as one. */
export class Backoff {
  #attempts = 0;

  constructor(
    readonly firstMs = 250,
    readonly maxMs = 5000,
    readonly random: () => number = Math.random,
  ) {}

  /** The wait before the next attempt, in ms. */
  next(): number {
    const wait = Math.min(this.maxMs, this.firstMs * 2 ** this.#attempts);
    if (wait < this.maxMs) this.#attempts++;
    return wait * (0.8 + 0.4 * this.random());
  }

  /** An attempt bore fruit: the next failure starts again at `firstMs`. */
  reset(): void {
    this.#attempts = 0;
  }
}
