import { describe, expect, it } from 'vitest';
import { mustRejoin, type SessionSigns } from '../src/watchdog';

/** A session that is 100 s old and received something just now. */
const healthy: SessionSigns = {
  now: 100_000,
  startedAt: 0,
  receivedAt: 99_990,
  feedLostAt: -Infinity,
  feedBackAt: 0,
  onlineSince: 0,
  fps: 30,
};
/** The socket broke with the media at 99.3 s and was back at 99.6 s. */
const restarted: SessionSigns = { ...healthy, receivedAt: 99_300, feedLostAt: 99_300, feedBackAt: 99_600 };

describe('mustRejoin', () => {
  it('keeps a session that receives', () => {
    expect(mustRejoin(healthy)).toBe(false);
  });

  it('gives up a silent session after the live socket broke and came back', () => {
    expect(mustRejoin(restarted)).toBe(true);
  });

  it('waits while the live socket is still away', () => {
    expect(mustRejoin({ ...restarted, feedBackAt: 0 })).toBe(false);
  });

  it('keeps a session that received again after the socket came back', () => {
    expect(mustRejoin({ ...restarted, now: 100_300, receivedAt: 99_700 })).toBe(false);
  });

  it('does not blame a session that began after the break', () => {
    expect(mustRejoin({ ...restarted, startedAt: 99_700, receivedAt: -Infinity, now: 100_600 })).toBe(false);
  });

  it('keeps the session of a camera that is not online, however long', () => {
    expect(mustRejoin({ ...restarted, onlineSince: null, receivedAt: 1000 })).toBe(false);
  });

  it('gives a camera that was away 5 s to reach the viewer before it calls the session stuck', () => {
    const back = { ...healthy, receivedAt: 50_000 };
    expect(mustRejoin({ ...back, onlineSince: 95_100 })).toBe(false);
    expect(mustRejoin({ ...back, onlineSince: 95_000 })).toBe(true);
  });

  it('allows a slow camera three frames of silence', () => {
    expect(mustRejoin({ ...restarted, fps: 2 })).toBe(false);
  });
});
