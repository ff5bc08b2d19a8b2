import { iceServers } from './ice-servers';

/** Why a WHEP request did not give a session; `retryAfterMs` is the server's wish (RFC 9110 §10.2.3), null when it has none. */
export class WhepError extends Error {
  constructor(
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

/**
 * Host candidates come within milliseconds and one after the other; the end of gathering takes Chromium 120 ms more. What is
 * missing from the offer costs nothing: the server learns it from our checks (peer-reflexive, RFC 8445 §7.3.1.3).
 */
const GatherMs = 100;
const SettleMs = 5;
const AnswerMs = 5000;
const MaxRetryAfterMs = 30_000;

/**
 * One WHEP session (draft-ietf-wish-whep): one offer, one answer, video only, receive only. Never renegotiated: a lost session is
 * closed and another one made. Owns its peer connection and the session resource on the server; `close` releases both.
 */
export class WhepSession {
  /** As the last answer named them: a first session must not wait for a question of its own, a second one may need them. */
  static #servers: RTCIceServer[] = [];

  readonly peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: WhepSession.#servers });
  /** `performance.now()` when the offer was posted: the start of the join time. */
  postedAt = NaN;
  /** The session's public name at the server; empty before the answer. */
  id = '';
  readonly #endpoint: string;
  #resource: URL | null = null;
  #closed = false;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
    const transceiver = this.peer.addTransceiver('video', { direction: 'recvonly' });
    preferH264(transceiver);
    // Newest picture first: hold nothing back to smooth the playout.
    if ('jitterBufferTarget' in transceiver.receiver) transceiver.receiver.jitterBufferTarget = 0;
  }

  /** Offers and applies the answer; rejects with WhepError. Media flows when the peer connection says so. */
  async open(): Promise<void> {
    const candidates = gathered(this.peer);
    await this.peer.setLocalDescription();
    await candidates;
    this.postedAt = performance.now();
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: this.peer.localDescription!.sdp,
      cache: 'no-store',
      signal: AbortSignal.timeout(AnswerMs),
    }).catch((error: unknown) => {
      const slow = error instanceof DOMException && error.name === 'TimeoutError';
      throw new WhepError(slow ? 'The server does not answer.' : 'The server cannot be reached.');
    });
    if (response.status !== 201) throw await refusal(response);
    const resource = response.headers.get('Location');
    if (resource !== null) this.#resource = new URL(resource, response.url);
    this.id = response.headers.get('ID') ?? '';
    WhepSession.#servers = iceServers(response.headers.get('Link'));
    const sdp = await response.text();
    if (this.#closed) return this.#delete(); // closed while the answer was on its way
    await this.peer.setRemoteDescription({ type: 'answer', sdp }).catch((error: unknown) => {
      throw new WhepError(`The answer cannot be used: ${String(error)}`);
    });
  }

  /** Ends the session; safe while the page goes away, and safe to call twice. */
  close(): void {
    this.#closed = true;
    this.peer.close();
    this.#delete();
  }

  #delete(): void {
    const resource = this.#resource;
    this.#resource = null;
    // Nobody is left to tell when it fails; consent expiry (RFC 7675) ends the session on the server.
    if (resource !== null) fetch(resource, { method: 'DELETE', keepalive: true }).catch(() => undefined);
  }
}

/** A shorter offer to parse, and no question which codec is meant. */
function preferH264(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const wanted = codecs.filter((codec) => /^video\/(h264|rtx)$/i.test(codec.mimeType));
  if (wanted.some((codec) => /h264$/i.test(codec.mimeType))) transceiver.setCodecPreferences(wanted);
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, GatherMs);
    peer.addEventListener('icecandidate', () => setTimeout(resolve, SettleMs), { once: true });
  });
}

async function refusal(response: Response): Promise<WhepError> {
  const problem = (await response.json().catch(() => null)) as { title?: unknown; detail?: unknown } | null;
  const words = [problem?.detail, problem?.title].find((text) => typeof text === 'string' && text !== '');
  return new WhepError(
    typeof words === 'string' ? words : `The server answered ${response.status}.`,
    retryAfterMs(response.headers.get('Retry-After')),
  );
}

/** Seconds only: an HTTP date needs two clocks that agree. Longer than 30 s is cut, absent or odd is null. */
export function retryAfterMs(header: string | null): number | null {
  if (header === null || !/^\s*\d{1,9}\s*$/.test(header)) return null;
  return Math.min(MaxRetryAfterMs, Number(header) * 1000);
}
