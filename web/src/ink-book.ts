import { inkOf, PersonInks } from './palette';

/** What tells one person from another: the enrolled one, else the track. */
export interface InkOwner {
  track: number;
  person: string | null;
}

const MostKept = 64;

/**
 * Who is drawn in which colour on one camera. Each has one of its own (`inkOf`) and takes the next free one only when somebody
 * in view has that already; then it keeps it. Bounded: the one not seen for longest is forgotten.
 */
export class InkBook {
  readonly #inks = new Map<string, string>();

  /** The colours of all who are in view now, in their order. */
  assign(owners: readonly InkOwner[]): string[] {
    const keys = owners.map(({ track, person }) => person ?? `#${track}`);
    const inUse = new Set(keys.map((key) => this.#inks.get(key)));
    const inks = owners.map(({ track, person }, i) => {
      const ink = this.#inks.get(keys[i]!) ?? freeFrom(inkOf(track, person), inUse);
      inUse.add(ink);
      this.#inks.delete(keys[i]!);
      this.#inks.set(keys[i]!, ink); // at the end: seen last
      return ink;
    });
    while (this.#inks.size > MostKept) this.#inks.delete(this.#inks.keys().next().value!);
    return inks;
  }
}

/** The ink itself, or the next one that nobody has; itself again in a crowd. */
function freeFrom(ink: string, inUse: ReadonlySet<string | undefined>): string {
  const start = PersonInks.indexOf(ink);
  for (let i = 0; i < PersonInks.length; i++) {
    const next = PersonInks[(start + i) % PersonInks.length]!;
    if (!inUse.has(next)) return next;
  }
  return ink;
}
