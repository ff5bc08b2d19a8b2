import { describe, expect, it } from 'vitest';
import { parsePeopleList, parsePerson, parseReceipt, parseTracks } from '../../src/people/people-json';

const person = {
  id: 'k3j9x0ab12cd34ef',
  name: 'Ada',
  consent: { givenAt: '2026-11-02T10:00:00Z', by: 'Ada', purpose: 'the door', expires: null },
  createdAt: '2026-11-02T10:00:00Z',
  samples: [
    { id: 's1', takenAt: '2026-11-02T10:01:00Z', source: 'track', quality: 0.8, model: 'm@1', usable: true },
    { id: 's2', takenAt: '2026-11-02T10:02:00Z', source: 'upload', quality: 0.6, model: 'm@0', usable: false },
  ],
  lastSeen: { camera: 'front', at: '2026-11-25T10:00:00Z' },
};
const list = {
  recognition: { enabled: true, ready: true, model: 'm@1', bodyModel: 'b', bodyIsDescriptor: true, reason: '' },
  people: [person],
};
const track = { camera: 'front', track: 4, person: null, unknown: 'u7', hasFace: true, quality: 0.7 };
const receipt = {
  receipt: 'r1',
  person: person.id,
  samples: 2,
  rows: 5,
  pictures: 2,
  keys: 1,
  at: '2026-11-25T10:00:00Z',
};

const parsers: [string, (text: string) => unknown, object][] = [
  ['parsePeopleList', parsePeopleList, list],
  ['parsePerson', parsePerson, person],
  ['parseTracks', parseTracks, { tracks: [track] }],
  ['parseReceipt', parseReceipt, receipt],
];

describe.each(parsers)('%s', (_, parse, whole) => {
  const text = JSON.stringify(whole);

  it('refuses a body cut anywhere, and what is none, without throwing', () => {
    for (let length = 0; length < text.length; length++) expect(parse(text.slice(0, length))).toBeNull();
    for (const odd of ['', 'null', '7', '"x"', '{}', '<html>']) expect(parse(odd)).toBeNull();
  });

  it('passes over fields it does not know', () => {
    expect(parse(JSON.stringify({ ...whole, weather: 'fair' }))).toEqual(parse(text));
  });

  it('survives any mutation', () => {
    let seed = 4;
    const random = (below: number): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % below;
    const scraps = ['null', '{}', '[]', '"', '1e999', ',', 'true', '\\u0000'];
    for (let round = 0; round < 2000; round++) {
      const at = random(text.length);
      const mutant = text.slice(0, at) + scraps[random(scraps.length)] + text.slice(at + random(20));
      expect(() => parse(mutant)).not.toThrow();
    }
  });
});

describe('what is read of the people API', () => {
  it('is all this page shows', () => {
    expect(parsePeopleList(JSON.stringify(list))).toMatchObject({
      recognition: { enabled: true, ready: true, reason: '' },
      people: [{ id: person.id, name: 'Ada', consent: person.consent, lastSeen: person.lastSeen }],
    });
    expect(parsePerson(JSON.stringify(person))!.samples).toMatchObject([
      { id: 's1', source: 'track', usable: true },
      { id: 's2', source: 'upload', usable: false },
    ]);
    expect(parseReceipt(JSON.stringify(receipt))).toMatchObject({ receipt: 'r1', samples: 2, keys: 1 });
  });

  it('is somebody also where little is said of them', () => {
    expect(parsePerson('{"id":"a","name":"Ada"}')).toEqual({
      id: 'a',
      name: 'Ada',
      consent: { givenAt: '', by: '', purpose: '', expires: null, valid: true },
      samples: [],
      lastSeen: null,
    });
  });

  it('never calls recognition on unless the service does', () => {
    for (const recognition of [{}, { enabled: 1, ready: 'yes' }, []]) {
      expect(parsePeopleList(JSON.stringify({ recognition, people: [] }))!.recognition).toMatchObject({
        enabled: false,
        ready: false,
      });
    }
  });

  it('refuses a list with somebody without id or name: an erasure must not hit the wrong one', () => {
    for (const odd of [{ name: 'Ada' }, { id: 7, name: 'Ada' }, { id: 'a' }, null]) {
      expect(parsePeopleList(JSON.stringify({ ...list, people: [person, odd] }))).toBeNull();
    }
  });

  it('takes tracks bare or named, without those that are none', () => {
    expect(parseTracks(JSON.stringify([track, { camera: 'front' }, null, 7]))).toMatchObject([
      { camera: 'front', track: 4 },
    ]);
    expect(parseTracks(JSON.stringify({ tracks: [] }))).toEqual([]);
  });

  it('takes half a person on a track as nobody', () => {
    const text = JSON.stringify([{ ...track, person: { name: 'Ada' } }]);
    expect(parseTracks(text)).toMatchObject([{ person: null, unknown: 'u7' }]);
  });
});
