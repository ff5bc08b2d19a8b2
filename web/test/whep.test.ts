import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../src/whep';

describe('retryAfterMs', () => {
  it('reads seconds', () => {
    expect(retryAfterMs('2')).toBe(2000);
    expect(retryAfterMs(' 0 ')).toBe(0);
  });

  it('never waits longer than 30 s', () => {
    expect(retryAfterMs('86400')).toBe(30_000);
  });

  it('leaves the wait to the back-off when it cannot be read', () => {
    for (const header of [null, '', '-1', '1.5', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT']) {
      expect(retryAfterMs(header)).toBeNull();
    }
  });
});
