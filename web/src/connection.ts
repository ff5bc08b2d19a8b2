import { Backoff } from './backoff';
import { remedyOf } from './diagnosis';
import { WhepError, WhepSession } from './whep';

export type Phase = 'stopped' | 'joining' | 'connected' | 'waiting';

export interface ConnectionHooks {
  /** A new session, before it is offered. */
  begun(session: WhepSession): void;
  /** The running session is about to be closed. */
  ending(): void;
  /** `phase` changed. */
  changed(): void;
}

/** ICE calls a path disconnected after a few lost checks; most such paths come back by themselves. */
const DisconnectedMs = 3000;
const JoinMs = 8000;

/** Keeps one WHEP session to one camera alive: joins, notices the loss, waits with back-off, joins again, for ever. */
export class CameraConnection {
  readonly #backoff = new Backoff();
  readonly #endpoint: string;
  readonly #hooks: ConnectionHooks;
  #session: WhepSession | null = null;
  #timer = 0;

  phase: Phase = 'stopped';
  /** Why the last session ended; empty once a picture was seen. */
  reason = '';
  /** Sessions the server opened for us so far. */
  connectCount = 0;

  constructor(endpoint: string, hooks: ConnectionHooks) {
    this.#endpoint = endpoint;
    this.#hooks = hooks;
  }

  get session(): WhepSession | null {
    return this.#session;
  }

  start(): void {
    if (this.phase === 'stopped') this.#join();
  }

  stop(): void {
    this.#drop();
    this.#become('stopped');
  }

  /** A picture was seen: the session is worth something, so the next loss is retried soon. */
  proven(): void {
    this.#backoff.reset();
    this.reason = '';
  }

  /** Throws the session away and joins at once. */
  rejoin(reason: string): void {
    if (this.phase === 'stopped') return;
    this.reason = reason;
    this.#backoff.reset();
    this.#join();
  }

  /** The server is back: no need to sit out the wait. */
  hurry(): void {
    if (this.phase === 'waiting') this.rejoin(this.reason);
  }

  #join(): void {
    this.#drop();
    const session = new WhepSession(this.#endpoint);
    this.#session = session;
    this.#become('joining');
    this.#hooks.begun(session);
    session.peer.addEventListener('connectionstatechange', () => this.#peerChanged(session));
    this.#timer = setTimeout(() => this.#lose(session, 'No network path to the server.'), JoinMs);
    session.open().then(
      () => {
        if (session === this.#session) this.connectCount++;
      },
      (error: unknown) => {
        const known = error instanceof WhepError;
        this.#lose(session, known ? error.message : String(error), known ? error.retryAfterMs : null);
      },
    );
  }

  #peerChanged(session: WhepSession): void {
    if (session !== this.#session) return;
    switch (session.peer.connectionState) {
      case 'connected':
        clearTimeout(this.#timer);
        this.#become('connected');
        break;
      case 'disconnected':
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#lose(session, 'The connection was lost.'), DisconnectedMs);
        break;
      case 'failed':
      case 'closed':
        this.#lose(session, this.phase === 'joining' ? 'No network path to the server.' : 'The connection was lost.');
        break;
    }
  }

  #lose(session: WhepSession, reason: string, waitMs: number | null = null): void {
    if (session !== this.#session) return;
    if (session.id !== '') void this.#explain(session.id, reason);
    this.#drop();
    this.reason = reason;
    this.#timer = setTimeout(() => this.#join(), waitMs ?? this.#backoff.next());
    this.#become('waiting');
  }

  /** The server saw more of a failed session than we did: its remedy takes the place of our reason, unless that is outdated by now. */
  async #explain(sessionId: string, reason: string): Promise<void> {
    const remedy = await remedyOf(sessionId);
    if (remedy === null || this.phase === 'stopped' || this.phase === 'connected' || this.reason !== reason) return;
    this.reason = remedy;
    this.#hooks.changed();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const session = this.#session;
    if (session === null) return;
    this.#hooks.ending();
    this.#session = null;
    session.close();
  }

  #become(phase: Phase): void {
    this.phase = phase;
    this.#hooks.changed();
  }
}
