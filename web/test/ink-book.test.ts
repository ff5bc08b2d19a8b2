import { describe, expect, it } from 'vitest';
import { InkBook, type InkOwner } from '../src/ink-book';
import { inkOf, PersonInks } from '../src/palette';

const track = (id: number): InkOwner => ({ track: id, person: null });
const ada = (id: number): InkOwner => ({ track: id, person: 'k3j9x0ab12cd34ef' });

describe('InkBook', () => {
  it('gives everybody their own colour', () => {
    expect(new InkBook().assign([track(1), track(2), ada(3)].slice(0, 2))).toEqual([inkOf(1, null), inkOf(2, null)]);
    expect(new InkBook().assign([ada(3)])).toEqual([inkOf(3, 'k3j9x0ab12cd34ef')]);
  });

  it('never gives two in view the same while there are colours left', () => {
    // All of them would like the same one.
    const owners = Array.from({ length: PersonInks.length }, (_, i) => track(2 + i * PersonInks.length));
    expect(new Set(new InkBook().assign(owners)).size).toBe(PersonInks.length);
  });

  it('lets everybody keep theirs, whoever comes and goes', () => {
    const book = new InkBook();
    const [, second] = book.assign([track(2), track(10)]);
    expect(book.assign([track(10)])).toEqual([second]);
    expect(book.assign([track(18), track(10), track(2)]).slice(1)).toEqual([second, inkOf(2, null)]);
  });

  it('draws an enrolled person in one colour on every track and camera, whoever else is there', () => {
    const own = inkOf(0, ada(0).person);
    const like = PersonInks.indexOf(own); // a stranger who would like that colour too
    expect(new InkBook().assign([ada(1), ada(2)])).toEqual([own, own]);
    expect(new InkBook().assign([track(like), ada(3)])[1]).toBe(own);
    expect(new InkBook().assign([track(like), ada(3)])[0]).not.toBe(own);
  });

  it('still gives colours in a crowd, and forgets who is long gone', () => {
    const book = new InkBook();
    for (let i = 0; i < 1000; i++) {
      for (const ink of book.assign(Array.from({ length: 12 }, (_, j) => track(i * 12 + j))))
        expect(PersonInks).toContain(ink);
    }
    expect(book.assign([track(3)])).toEqual([inkOf(3, null)]);
  });
});
