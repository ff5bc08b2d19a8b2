import { isNumbers, isObject, parseObject } from './json';

/** The service's JSON, as `GET /api/v1/cameras` and `WS /api/v1/live` send it. */

export type CameraKind = 'camera' | 'clip' | 'synthetic';
export type CameraStatus = 'online' | 'no_signal' | 'offline';

export type RenditionStatus = 'resting' | 'running' | 'refused';

/** One encoding of a camera. */
export interface Rendition {
  name: string;
  state: RenditionStatus;
  /** Why it is refused; else empty. */
  reason: string;
  codec: string;
  /** Pixels, 0 while unknown. */
  width: number;
  height: number;
  /** Measured; 0 while nothing comes. */
  kbps: number;
  /** What its encoder aims at; 0 where the camera decides. */
  targetKbps: number;
}

export interface Camera {
  name: string;
  kind: CameraKind;
  state: CameraStatus;
  /** Why the camera is not online; empty while it is. */
  reason: string;
  width: number;
  height: number;
  fps: number;
  /** Age of the newest frame at the service; null when there never was one. */
  frameAgeMs: number | null;
  restarts: number;
  viewers: number;
  /** Empty while the camera is not open. */
  renditions: Rendition[];
}

export interface Face {
  /** x, y, width, height as fractions of the upright picture. */
  box: [number, number, number, number];
  score: number;
  landmarks: [number, number][];
}

export interface Analysis {
  camera: string;
  /** RTP timestamp of the analysed frame, u32. */
  rtp: number;
  /** From capture of the frame to sending of this message. */
  ageMs: number;
  faces: Face[];
  stageMs: Record<string, number>;
}

/** An enrolled person, recognised on a track. */
export interface Who {
  id: string;
  name: string;
  /** 0..1. */
  confidence: number;
}

export interface Person {
  /** The same person on other frames has the same. */
  id: number;
  /** x, y, width, height as fractions of the upright picture. */
  box: [number, number, number, number];
  score: number;
  /** x, y, score for each of COCO's 17 keypoints; none when nobody looked. */
  keypoints: [number, number, number][];
  /** Found in this person's head region; null when nobody looked or there is none. */
  face: Face | null;
  /** Who it is; null while nobody enrolled is recognised, and while recognition is off. */
  who: Who | null;
  /** Tells strangers apart, such as "u7"; null while recognition is off. */
  unknown: string | null;
}

export interface People {
  camera: string;
  /** RTP timestamp of the analysed frame, u32. */
  rtp: number;
  /** From capture of the frame to sending of this message. */
  ageMs: number;
  people: Person[];
  stageMs: Record<string, number>;
}

export type LiveMessage =
  ({ type: 'camera' } & Camera) | ({ type: 'analysis' } & Analysis) | ({ type: 'people' } & People);

/** One message of the live socket; null for anything this page does not know, so that the service may add types. */
export function parseLiveMessage(text: string): LiveMessage | null {
  const value = parseObject(text);
  if (value === null) return null;
  if (value['type'] === 'camera') return isCamera(value) ? { ...value, type: 'camera' } : null;
  if (value['type'] === 'analysis') return isAnalysis(value) ? { ...value, type: 'analysis' } : null;
  if (value['type'] === 'people') return readPeople(value);
  return null;
}

/** The body of `GET /api/v1/cameras`; null when it is not one. */
export function parseCameras(text: string): Camera[] | null {
  const cameras = parseObject(text)?.['cameras'];
  return Array.isArray(cameras) && cameras.every(isCamera) ? cameras : null;
}

/** What is wrong with the configuration file, from the same body; empty when nothing is. */
export function parseProblems(text: string): string[] {
  const problems = parseObject(text)?.['problems'];
  return Array.isArray(problems) ? problems.filter((problem) => typeof problem === 'string') : [];
}

function isCamera(value: unknown): value is Camera {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    ['camera', 'clip', 'synthetic'].includes(value['kind'] as string) &&
    ['online', 'no_signal', 'offline'].includes(value['state'] as string) &&
    typeof value['reason'] === 'string' &&
    typeof value['fps'] === 'number' &&
    Array.isArray(value['renditions']) &&
    value['renditions'].every(isRendition)
  );
}

function isRendition(value: unknown): value is Rendition {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    ['resting', 'running', 'refused'].includes(value['state'] as string) &&
    typeof value['reason'] === 'string' &&
    typeof value['height'] === 'number'
  );
}

function isAnalysis(value: unknown): value is Analysis {
  return isOfFrame(value) && Array.isArray(value['faces']) && value['faces'].every(isFace);
}

function readPeople(value: Record<string, unknown>): LiveMessage | null {
  if (!isOfFrame(value) || !Array.isArray(value['people']) || !value['people'].every(isPerson)) return null;
  return { ...(value as unknown as People), type: 'people', people: value['people'].map(readPerson) };
}

/** A box is worth drawing whatever is wrong with what else is said of it: an odd face, name or number reads as none. */
function readPerson(value: Person): Person {
  return {
    ...value,
    face: isFace(value.face) ? value.face : null,
    who: isWho(value.who) ? value.who : null,
    unknown: typeof value.unknown === 'string' ? value.unknown : null,
  };
}

function isWho(value: unknown): value is Who {
  return (
    isObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['name'] === 'string' &&
    Number.isFinite(value['confidence'])
  );
}

function isOfFrame(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    typeof value['camera'] === 'string' &&
    Number.isInteger(value['rtp']) &&
    typeof value['ageMs'] === 'number' &&
    isObject(value['stageMs'])
  );
}

function isPerson(value: unknown): value is Person {
  return (
    isObject(value) &&
    Number.isInteger(value['id']) &&
    isNumbers(value['box'], 4) &&
    typeof value['score'] === 'number' &&
    Array.isArray(value['keypoints']) &&
    (value['keypoints'].length === 0 || value['keypoints'].length === 17) &&
    value['keypoints'].every((point) => isNumbers(point, 3))
  );
}

function isFace(value: unknown): value is Face {
  return (
    isObject(value) &&
    isNumbers(value['box'], 4) &&
    typeof value['score'] === 'number' &&
    Array.isArray(value['landmarks']) &&
    value['landmarks'].every((point) => isNumbers(point, 2))
  );
}
