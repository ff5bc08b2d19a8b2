import { parseObject } from '../json';
import {
  parsePeopleList,
  parsePerson,
  parseReceipt,
  parseTracks,
  type EnrolledPerson,
  type PeopleList,
  type Receipt,
  type Track,
} from './people-json';

/** Why a request was not done; the message is a sentence for the user, the server's own where it gave one. */
export class ApiError extends Error {
  /** `status` 0: no answer came. */
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a user states of a person's consent; the server adds when. */
export interface ConsentStatement {
  by: string;
  purpose: string;
  /** RFC 3339; null: until it is withdrawn. */
  expires: string | null;
}

/** One person in one picture now. */
export interface TrackPlace {
  camera: string;
  track: number;
}

const Root = '/api/v1';
/** A picture is analysed before the answer, on a busy machine behind the live frames. */
const AnswerMs = 20_000;

/** The people API. Every method rejects with ApiError and with nothing else. */
export class PeopleClient {
  readonly #fetch: typeof fetch;

  constructor(ask: typeof fetch = (...request) => fetch(...request)) {
    this.#fetch = ask;
  }

  async list(): Promise<PeopleList> {
    return read(await this.#ask('GET', '/people'), parsePeopleList);
  }

  async tracks(): Promise<Track[]> {
    return read(await this.#ask('GET', '/tracks'), parseTracks);
  }

  async enrol(name: string, consent: ConsentStatement): Promise<EnrolledPerson> {
    return read(await this.#ask('POST', '/people', { name, consent }), parsePerson);
  }

  async change(id: string, change: { name?: string; consent?: ConsentStatement }): Promise<void> {
    await this.#ask('PATCH', person(id), change);
  }

  async erase(id: string): Promise<Receipt> {
    return read(await this.#ask('DELETE', person(id)), parseReceipt);
  }

  /** Refused with 409 when the face looks like somebody else; `certain` adds it all the same. */
  async addPicture(id: string, picture: Blob, certain: boolean): Promise<void> {
    await this.#ask('POST', `${person(id)}/samples${force(certain)}`, picture);
  }

  /** As `addPicture`. */
  async addTrack(id: string, { camera, track }: TrackPlace, certain: boolean): Promise<void> {
    await this.#ask('POST', `${person(id)}/samples/track${force(certain)}`, { camera, track });
  }

  async removeSample(id: string, sample: string): Promise<void> {
    await this.#ask('DELETE', `${person(id)}/samples/${encodeURIComponent(sample)}`);
  }

  async isNot(id: string, { camera, track }: TrackPlace): Promise<void> {
    await this.#ask('POST', `${person(id)}/not`, { camera, track });
  }

  /** `other` becomes part of `id`. */
  async merge(id: string, other: string): Promise<void> {
    await this.#ask('POST', `${person(id)}/merge`, { other });
  }

  async split(id: string, samples: string[], name: string, consent: ConsentStatement): Promise<void> {
    await this.#ask('POST', `${person(id)}/split`, { samples, name, consent });
  }

  async #ask(method: string, path: string, body?: object): Promise<string> {
    const picture = body instanceof Blob;
    const init: RequestInit = { method, cache: 'no-store', signal: AbortSignal.timeout(AnswerMs) };
    if (body !== undefined) {
      init.headers = { 'Content-Type': picture ? body.type : 'application/json' };
      init.body = picture ? body : JSON.stringify(body);
    }
    try {
      const response = await this.#fetch(Root + path, init);
      const text = await response.text();
      if (!response.ok) throw new ApiError(response.status, refusal(response.status, text));
      return text;
    } catch (error) {
      if (error instanceof ApiError) throw error;
      const slow = error instanceof DOMException && error.name === 'TimeoutError';
      throw new ApiError(
        0,
        slow ? 'Lookout took too long to answer. Try again.' : 'Lookout does not answer. Try again.',
      );
    }
  }
}

/** The address of a sample's picture, for an `<img>`. */
export function pictureOf(id: string, sample: string): string {
  return `${Root}${person(id)}/samples/${encodeURIComponent(sample)}/picture`;
}

/** What to tell of any error. */
export function sentence(error: unknown): string {
  return error instanceof ApiError ? error.message : `This page has failed: ${String(error)}`;
}

function person(id: string): string {
  return `/people/${encodeURIComponent(id)}`;
}

function force(certain: boolean): string {
  return certain ? '?force=true' : '';
}

function read<T>(text: string, parse: (text: string) => T | null): T {
  const value = parse(text);
  if (value === null) throw new ApiError(0, 'Lookout answered what this page cannot read. Reload the page.');
  return value;
}

/** The server's sentence as it is; ours where there is none, as from a proxy in between. */
function refusal(status: number, body: string): string {
  const problem = parseObject(body);
  for (const words of [problem?.['detail'], problem?.['title']]) {
    if (typeof words === 'string' && words !== '') return words;
  }
  switch (status) {
    case 401:
    case 403:
      return 'You may not do this here. Sign in, or open the page of Lookout itself.';
    case 404:
      return 'This is not there any more.';
    case 409:
      return 'There is somebody of this name already.';
    case 413:
      return 'This picture is too large a file.';
    case 415:
      return 'This is no picture that can be read. Use a JPEG or PNG.';
    case 422:
      return 'This cannot be used.';
    case 503:
      return 'Lookout is not ready for this yet. Try again in a moment.';
    default:
      return `Lookout answered with an error (${status}).`;
  }
}
