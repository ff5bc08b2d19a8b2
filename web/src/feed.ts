import { Backoff } from './backoff';
import { parseCameras, parseLiveMessage, parseProblems, type Analysis, type Camera, type People } from './messages';

export interface FeedListener {
  /** The list, a camera in it, or the reachability of the service changed. */
  changed?(): void;
  analysis?(analysis: Analysis): void;
  people?(people: People): void;
}

/** The service speaks about every camera each second; a socket silent for longer than this is dead. */
const SilenceMs = 5000;

/**
 * The page's one connection to `/api/v1/live`, shared by all elements: open while anyone listens, reopened for ever.
 * Keeps the newest word on each camera; analyses are handed on, not kept.
 */
export class LiveFeed {
  static readonly shared = new LiveFeed();

  readonly #listeners = new Set<FeedListener>();
  readonly #backoff = new Backoff(100, 500);
  readonly #onlineSince = new Map<string, number>();
  #cameras = new Map<string, Camera>();
  #socket: WebSocket | null = null;
  #retry = 0;
  #silence = 0;

  up = false;
  /** The list of cameras was read at least once, so a missing name is truly missing. */
  listed = false;
  /** What is wrong with the configuration file that other settings stand in for. */
  problems: string[] = [];
  lostAt = -Infinity;
  backAt = -Infinity;

  get cameras(): Iterable<Camera> {
    return this.#cameras.values();
  }

  camera(name: string): Camera | undefined {
    return this.#cameras.get(name);
  }

  /** Since when the service has called this camera online, on `performance.now()`'s clock; null while it does not. */
  onlineSince(name: string): number | null {
    return this.up ? (this.#onlineSince.get(name) ?? null) : null;
  }

  /** Returns the function that ends the subscription. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  }

  #open(): void {
    const socket = new WebSocket(new URL('/api/v1/live', location.href.replace(/^http/, 'ws')));
    this.#socket = socket;
    const again = this.listed;
    if (!again) void this.#readList(socket); // at first the page is empty: do not wait for the socket
    socket.onopen = () => {
      this.up = true;
      this.backAt = performance.now();
      this.#backoff.reset();
      this.#heard();
      if (again || !this.listed) void this.#readList(socket);
      this.#changed();
    };
    socket.onmessage = (event) => {
      this.#heard();
      if (typeof event.data === 'string') this.#receive(event.data);
    };
    socket.onclose = () => this.#lost(socket);
  }

  #receive(text: string): void {
    const message = parseLiveMessage(text);
    if (message?.type === 'analysis') {
      for (const listener of this.#listeners) listener.analysis?.(message);
    } else if (message?.type === 'people') {
      for (const listener of this.#listeners) listener.people?.(message);
    } else if (message?.type === 'camera') {
      this.#cameras.set(message.name, message);
      this.#noteOnline(message);
      this.#changed();
    }
  }

  async #readList(socket: WebSocket): Promise<void> {
    const body = await fetch('/api/v1/cameras', { cache: 'no-store', signal: AbortSignal.timeout(SilenceMs) })
      .then((response) => (response.ok ? response.text() : ''))
      .catch(() => ''); // unreachable: the socket finds the same out and retries
    const cameras = parseCameras(body);
    if (cameras === null || socket !== this.#socket) return;
    this.listed = true;
    this.problems = parseProblems(body);
    this.#cameras = new Map(cameras.map((camera) => [camera.name, camera]));
    for (const camera of cameras) this.#noteOnline(camera);
    this.#changed();
  }

  #noteOnline(camera: Camera): void {
    if (camera.state !== 'online') this.#onlineSince.delete(camera.name);
    else if (!this.#onlineSince.has(camera.name)) this.#onlineSince.set(camera.name, performance.now());
  }

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      const socket = this.#socket;
      if (this.#cameras.size === 0 || socket === null) return;
      socket.close();
      this.#lost(socket); // the close event of a dead network comes much later
    }, SilenceMs);
  }

  #lost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    clearTimeout(this.#silence);
    if (this.up) this.lostAt = performance.now();
    this.up = false;
    this.#onlineSince.clear();
    this.#retry = setTimeout(() => this.#open(), this.#backoff.next());
    this.#changed();
  }

  #close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    this.up = false;
    socket?.close();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener.changed?.();
  }
}
