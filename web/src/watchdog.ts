/** What is known about a connected session, all times from one monotonic clock in ms. */
export interface SessionSigns {
  now: number;
  /** When the session was begun. */
  startedAt: number;
  /** When media last arrived, or when the session connected. */
  receivedAt: number;
  /** When the live socket last closed and last opened; -Infinity: never. */
  feedLostAt: number;
  feedBackAt: number;
  /** Since when the camera has been online by the service's word; null: it is not. */
  onlineSince: number | null;
  fps: number;
}

/** Media may be late by this much before a session that outlived the live socket is given up. */
const SuspectSilenceMs = 500;
/** And by this much when nothing else hints at a lost session. */
const StuckSilenceMs = 5000;

/**
 * Whether to throw the session away and join anew. A camera that merely stops (camera-server restarts) keeps its session:
 * it is then not online. But when the live socket broke and came back, camera-service was restarted and has
 * forgotten the session: ICE would need 5 s or more to notice, the silence of an online camera tells it at once.
 */
export function mustRejoin(signs: SessionSigns): boolean {
  if (signs.onlineSince === null) return false;
  const silence = signs.now - Math.max(signs.receivedAt, signs.startedAt);
  const suspect =
    signs.feedLostAt >= signs.startedAt && signs.feedBackAt >= signs.feedLostAt && signs.receivedAt < signs.feedBackAt;
  if (suspect && silence >= Math.max(SuspectSilenceMs, signs.fps > 0 ? 3000 / signs.fps : 0)) return true;
  return silence >= StuckSilenceMs && signs.now - signs.onlineSince >= StuckSilenceMs;
}
