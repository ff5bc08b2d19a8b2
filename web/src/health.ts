import type { Camera } from './messages';

/** What the page claims about one camera. Only `live` shows an undimmed picture. */
export type HealthState = 'live' | 'connecting' | 'stalled' | 'no_signal' | 'offline' | 'away' | 'unknown' | 'paused';

export interface Health {
  state: HealthState;
  label: string;
  /** Why it is not live, in words for a person; empty while it is. */
  reason: string;
}

export interface Evidence {
  /** The live socket is open. */
  serverUp: boolean;
  /** The list of cameras was read at least once. */
  listed: boolean;
  camera: Camera | undefined;
  connection: 'stopped' | 'joining' | 'connected' | 'waiting';
  /** Why the last attempt to join ended; empty when none did. */
  connectionReason: string;
  /** Since the newest decoded frame; null when there is none. */
  frameAgeMs: number | null;
  /** The running session has shown a frame. */
  sessionHadPicture: boolean;
}

/** How long without a frame still counts as live: 1 s, or two and a half frames of a slow camera. */
export function stallAfterMs(fps: number): number {
  return Math.max(1000, fps > 0 ? 2500 / fps : 0);
}

/** Turns what is known into one state and its reason. Moving pictures outrank a lost socket; the camera's own word outranks both. */
export function judge(evidence: Evidence): Health {
  const { serverUp, listed, camera, connection, connectionReason, frameAgeMs, sessionHadPicture } = evidence;
  const moving = frameAgeMs !== null && frameAgeMs <= stallAfterMs(camera?.fps ?? 0);
  if (connection === 'stopped') return { state: 'paused', label: 'Paused', reason: '' };
  if (!serverUp && listed && !moving) {
    return { state: 'away', label: 'Server away', reason: 'Lookout does not answer. Trying again.' };
  }
  if (listed && camera === undefined) {
    return { state: 'unknown', label: 'Unknown', reason: 'No camera of this name is configured.' };
  }
  if (camera?.state === 'offline' && serverUp) {
    return { state: 'offline', label: 'Offline', reason: camera.reason || 'The camera cannot be opened.' };
  }
  if (camera?.state === 'no_signal' && serverUp) {
    return {
      state: 'no_signal',
      label: 'No signal',
      reason: camera.reason || 'The camera is open but sends no frames.',
    };
  }
  if (moving) return { state: 'live', label: 'Live', reason: '' };
  if (connection === 'connected' && sessionHadPicture) {
    return { state: 'stalled', label: 'Stalled', reason: 'Connected, but no picture arrives.' };
  }
  return { state: 'connecting', label: 'Connecting…', reason: connectionReason };
}
