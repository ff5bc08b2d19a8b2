import { isObject } from './json';

export type PublicationState = 'waiting' | 'offering' | 'connecting' | 'publishing' | 'failing' | 'stopped';

/** A camera that the service sends to somewhere else. */
export interface Publication {
  camera: string;
  /** Host of the endpoint. The rest of its address may hold a key. */
  host: string;
  state: PublicationState;
  /** Why it is not publishing; empty while it is. */
  reason: string;
}

/** What each state is called, for a person. */
export const StateLabel: Record<PublicationState, string> = {
  waiting: 'Waiting',
  offering: 'Offering',
  connecting: 'Connecting',
  publishing: 'Publishing',
  failing: 'Not publishing, trying again',
  stopped: 'Stopped',
};

/** The body of `GET /api/v1/webrtc/publications`; null when it is not one. */
export function parsePublications(text: string): Publication[] | null {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return null;
    const publications = list.map(readPublication);
    return publications.every((publication) => publication !== null) ? publications : null;
  } catch {
    return null;
  }
}

function readPublication(value: unknown): Publication | null {
  if (!isObject(value)) return null;
  const { camera, endpoint, state, reason } = value;
  if (typeof camera !== 'string' || typeof endpoint !== 'string' || typeof reason !== 'string') return null;
  if (!isState(state) || !URL.canParse(endpoint)) return null;
  return { camera, host: new URL(endpoint).host, state, reason };
}

function isState(value: unknown): value is PublicationState {
  return typeof value === 'string' && Object.hasOwn(StateLabel, value);
}
