import { describe, expect, it } from 'vitest';
import { judge, stallAfterMs, type Evidence } from '../src/health';
import type { Camera } from '../src/messages';

const camera: Camera = {
  name: 'front',
  kind: 'camera',
  state: 'online',
  reason: '',
  width: 1280,
  height: 720,
  fps: 30,
  frameAgeMs: 12,
  restarts: 0,
  viewers: 1,
  renditions: [],
};
const live: Evidence = {
  serverUp: true,
  listed: true,
  camera,
  connection: 'connected',
  connectionReason: '',
  frameAgeMs: 20,
  sessionHadPicture: true,
};

describe('judge', () => {
  it('calls moving pictures of an online camera live', () => {
    expect(judge(live)).toEqual({ state: 'live', label: 'Live', reason: '' });
  });

  it('never calls a camera live without pictures', () => {
    for (const connection of ['joining', 'connected', 'waiting', 'stopped'] as const) {
      expect(judge({ ...live, connection, frameAgeMs: null }).state).not.toBe('live');
      if (connection !== 'stopped') expect(judge({ ...live, connection, frameAgeMs: 1001 }).state).not.toBe('live');
    }
  });

  it('gives the reason the camera gives', () => {
    const offline: Camera = { ...camera, state: 'offline', reason: '/dev/video9 does not exist' };
    expect(judge({ ...live, camera: offline })).toMatchObject({
      state: 'offline',
      reason: '/dev/video9 does not exist',
    });
    expect(judge({ ...live, camera: { ...camera, state: 'no_signal' } }).state).toBe('no_signal');
  });

  it('gives a reason with every state that someone has to act on', () => {
    const evidence: Evidence[] = [
      { ...live, camera: { ...camera, state: 'offline' } },
      { ...live, camera: { ...camera, state: 'no_signal' } },
      { ...live, camera: undefined },
      { ...live, serverUp: false, frameAgeMs: 2000 },
      { ...live, frameAgeMs: 2000 },
    ];
    for (const each of evidence) expect(judge(each).reason).not.toBe('');
  });

  it('says that the server is away, not what the camera last was', () => {
    const offline: Camera = { ...camera, state: 'offline', reason: 'unplugged' };
    expect(judge({ ...live, serverUp: false, camera: offline, frameAgeMs: null }).state).toBe('away');
  });

  it('trusts moving pictures when only the live socket is gone', () => {
    expect(judge({ ...live, serverUp: false }).state).toBe('live');
  });

  it('is connecting, not unknown, before the list was read', () => {
    const early: Evidence = { ...live, listed: false, camera: undefined, connection: 'joining', frameAgeMs: null };
    expect(judge(early).state).toBe('connecting');
    expect(judge({ ...early, listed: true }).state).toBe('unknown');
  });

  it('calls a connection without pictures stalled, and a lost one connecting with its reason', () => {
    expect(judge({ ...live, frameAgeMs: 3000 }).state).toBe('stalled');
    expect(judge({ ...live, frameAgeMs: 3000, sessionHadPicture: false }).state).toBe('connecting');
    const lost: Evidence = { ...live, connection: 'waiting', connectionReason: 'Too many viewers.', frameAgeMs: 3000 };
    expect(judge(lost)).toMatchObject({ state: 'connecting', reason: 'Too many viewers.' });
  });

  it('waits longer for the next picture of a slow camera', () => {
    expect(stallAfterMs(30)).toBe(1000);
    expect(stallAfterMs(1)).toBe(2500);
    expect(stallAfterMs(0)).toBe(1000);
  });
});
