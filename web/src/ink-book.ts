import { inkOf, PersonInks } from './palette';

/** What tells one person from another: the enrolled one, else the track. */
export interface InkOwner {
  track: number;
  person: string | null;
}

const MostKept = 64;

/**
 * Who is drawn in which colour on one camera. An enrolled person always has their own, the same on every camera. So has a
 * stranger's track, but takes the next free one when somebody in view has that already, and then keeps it. Bounded: the track not
 * seen for longest is forgotten.
 */
export class InkBook {
  readonly #strangers = new Map<number, string>();

  /** The colours of all who are in view now, in their order. */
  assign(owners: readonly InkOwner[]): string[] {
    const inUse = new Set(owners.map((owner) => this.#known(owner)));
    const inks = owners.map((owner) => {
      const ink = this.#known(owner) ?? freeFrom(inkOf(owner.track, null), inUse);
      inUse.add(ink);
      if (owner.person === null) this.#keep(owner.track, ink);
      return ink;
    });
    while (this.#strangers.size > MostKept) this.#strangers.delete(this.#strangers.keys().next().value!);
    return inks;
  }

  #known({ track, person }: InkOwner): string | undefined {
    return person === null ? this.#strangers.get(track) : inkOf(track, person);
  }

  #keep(track: number, ink: string): void {
    this.#strangers.delete(track);
    this.#strangers.set(track, ink); // at the end: seen last
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
