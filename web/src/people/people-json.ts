import { isObject, parseObject } from '../json';

/** The JSON of `/api/v1/people` and `/api/v1/tracks`. Fields this page does not know are passed over. */

export interface Consent {
  givenAt: string;
  by: string;
  purpose: string;
  /** Null: until it is withdrawn. */
  expires: string | null;
  /** The service goes by it now. */
  valid: boolean;
}

export interface Sample {
  id: string;
  takenAt: string;
  source: 'upload' | 'track';
  /** 0..1. */
  quality: number;
  /** False when another model made it: it says nothing to the one in use. */
  usable: boolean;
}

export interface EnrolledPerson {
  id: string;
  name: string;
  consent: Consent;
  samples: Sample[];
  lastSeen: { camera: string; at: string } | null;
}

export interface Recognition {
  enabled: boolean;
  ready: boolean;
  /** Why it is not ready, or what has to be known all the same; empty when nothing has. */
  reason: string;
}

export interface PeopleList {
  recognition: Recognition;
  people: EnrolledPerson[];
}

/** Somebody in a picture now. */
export interface Track {
  camera: string;
  track: number;
  person: { id: string; name: string; confidence: number } | null;
  unknown: string | null;
  hasFace: boolean;
}

/** What an erasure removed. */
export interface Receipt {
  receipt: string;
  samples: number;
  rows: number;
  pictures: number;
  keys: number;
  at: string;
}

export function parsePeopleList(text: string): PeopleList | null {
  const value = parseObject(text);
  if (value === null || !isObject(value['recognition']) || !Array.isArray(value['people'])) return null;
  const people = value['people'].map(readPerson);
  if (!people.every((person) => person !== null)) return null;
  const { enabled, ready, reason } = value['recognition'];
  return { recognition: { enabled: enabled === true, ready: ready === true, reason: words(reason) }, people };
}

export function parsePerson(text: string): EnrolledPerson | null {
  return readPerson(parseObject(text));
}

/** A list, bare or as `tracks` of an object. What is no track in it is left out. */
export function parseTracks(text: string): Track[] | null {
  const value: unknown = parseObject(text);
  const list = Array.isArray(value) ? value : isObject(value) ? value['tracks'] : null;
  return Array.isArray(list) ? list.map(readTrack).filter((track) => track !== null) : null;
}

export function parseReceipt(text: string): Receipt | null {
  const value = parseObject(text);
  if (value === null || typeof value['receipt'] !== 'string') return null;
  const { receipt, samples, rows, pictures, keys, at } = value;
  return {
    receipt,
    samples: count(samples),
    rows: count(rows),
    pictures: count(pictures),
    keys: count(keys),
    at: words(at),
  };
}

function readPerson(value: unknown): EnrolledPerson | null {
  if (!isObject(value) || typeof value['id'] !== 'string' || typeof value['name'] !== 'string') return null;
  const { id, name, consent, samples, lastSeen } = value;
  return {
    id,
    name,
    consent: readConsent(consent),
    samples: Array.isArray(samples) ? samples.map(readSample).filter((sample) => sample !== null) : [],
    lastSeen:
      isObject(lastSeen) && typeof lastSeen['camera'] === 'string'
        ? { camera: lastSeen['camera'], at: words(lastSeen['at']) }
        : null,
  };
}

function readConsent(value: unknown): Consent {
  const { givenAt, by, purpose, expires, valid } = isObject(value) ? value : {};
  return {
    givenAt: words(givenAt),
    by: words(by),
    purpose: words(purpose),
    expires: typeof expires === 'string' ? expires : null,
    valid: valid !== false,
  };
}

function readSample(value: unknown): Sample | null {
  if (!isObject(value) || typeof value['id'] !== 'string') return null;
  const { id, takenAt, source, quality, usable } = value;
  return {
    id,
    takenAt: words(takenAt),
    source: source === 'track' ? 'track' : 'upload',
    quality: typeof quality === 'number' ? quality : 0,
    usable: usable !== false,
  };
}

function readTrack(value: unknown): Track | null {
  if (!isObject(value) || typeof value['camera'] !== 'string' || !Number.isInteger(value['track'])) return null;
  const { camera, track, person, unknown, hasFace } = value;
  const known = isObject(person) && typeof person['id'] === 'string' && typeof person['name'] === 'string';
  return {
    camera,
    track: track as number,
    person: known
      ? {
          id: person['id'] as string,
          name: person['name'] as string,
          confidence: typeof person['confidence'] === 'number' ? person['confidence'] : 0,
        }
      : null,
    unknown: typeof unknown === 'string' ? unknown : null,
    hasFace: hasFace === true,
  };
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
