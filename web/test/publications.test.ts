import { describe, expect, it } from 'vitest';
import { parsePublications } from '../src/publications-json';

const Lost = {
  camera: 'front',
  endpoint: 'https://sfu.example.org:8443/whip/s3cret',
  state: 'failing',
  reason: 'The endpoint does not answer.',
  attempts: 3,
  failures: 3,
};

describe('parsePublications', () => {
  it('takes who is published at which host, how that goes and why, and leaves the rest of the address', () => {
    expect(parsePublications(JSON.stringify([Lost]))).toEqual([
      { camera: 'front', host: 'sfu.example.org:8443', state: 'failing', reason: 'The endpoint does not answer.' },
    ]);
    expect(parsePublications('[]')).toEqual([]);
  });

  it('takes no list of another shape', () => {
    for (const text of ['', 'null', '{}', '[1]', '[null]']) expect(parsePublications(text)).toBeNull();
    for (const wrong of [
      { camera: 7 },
      { endpoint: 'nowhere' },
      { state: 'toString' },
      { state: 'asleep' },
      { reason: null },
    ]) {
      expect(parsePublications(JSON.stringify([Lost, { ...Lost, ...wrong }]))).toBeNull();
    }
  });
});
