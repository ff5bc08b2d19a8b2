import { describe, expect, it } from 'vitest';
import { parseCameras, parseLiveMessage, parseProblems } from '../src/messages';

const camera = {
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
};
const people = {
  type: 'people',
  camera: 'front',
  rtp: 3000,
  ageMs: 60,
  people: [
    { id: 4, box: [0.1, 0.2, 0.3, 0.4], score: 0.7, keypoints: Array.from({ length: 17 }, () => [0.5, 0.5, 0.9]) },
  ],
  stageMs: { detect: 45, pose: 8 },
};
const analysis = {
  type: 'analysis',
  camera: 'front',
  seq: 7,
  rtp: 123456,
  ageMs: 14.2,
  faces: [{ box: [0.1, 0.2, 0.3, 0.4], score: 0.93, landmarks: [[0.1, 0.2]] }],
  stageMs: { preprocess: 0.4, inference: 7.1 },
};

describe('parseLiveMessage', () => {
  it('reads both kinds of message', () => {
    expect(parseLiveMessage(JSON.stringify({ type: 'camera', ...camera }))).toMatchObject({
      type: 'camera',
      ...camera,
    });
    expect(parseLiveMessage(JSON.stringify(analysis))).toMatchObject(analysis);
  });

  it('passes over a type it does not know', () => {
    expect(parseLiveMessage('{"type":"event"}')).toBeNull();
  });

  it('refuses what is not a message, without throwing', () => {
    const text = JSON.stringify(analysis);
    for (let length = 0; length < text.length; length++) expect(parseLiveMessage(text.slice(0, length))).toBeNull();
    for (const odd of ['null', '7', '[]', '""', '{"type":"camera"}']) expect(parseLiveMessage(odd)).toBeNull();
  });

  it('reads the people of a frame, with keypoints or without', () => {
    expect(parseLiveMessage(JSON.stringify(people))).toMatchObject(people);
    const bare = { ...people, people: [{ ...people.people[0], keypoints: [] }] };
    expect(parseLiveMessage(JSON.stringify(bare))).toMatchObject(bare);
  });

  it('refuses people whose numbers are not numbers, or half a pose', () => {
    const person = people.people[0];
    for (const wrong of [
      { ...people, rtp: 1.5 },
      { ...people, people: [{ ...person, id: '1' }] },
      { ...people, people: [{ ...person, box: [0, 0, 1, null] }] },
      { ...people, people: [{ ...person, keypoints: [[0, 0, 1]] }] },
      { ...people, people: null },
    ])
      expect(parseLiveMessage(JSON.stringify(wrong))).toBeNull();
  });

  it('refuses an analysis whose numbers are not numbers', () => {
    const face = analysis.faces[0];
    for (const bad of [
      { ...analysis, rtp: '1' },
      { ...analysis, faces: [{ ...face, box: [0, 0, 1] }] },
      { ...analysis, faces: [{ ...face, landmarks: [[0, null]] }] },
      { ...analysis, stageMs: null },
    ]) {
      expect(parseLiveMessage(JSON.stringify(bad))).toBeNull();
    }
  });
});

describe('parseCameras', () => {
  it('reads the list in its order', () => {
    const body = JSON.stringify({ version: '0.1.0', cameras: [{ ...camera, name: 'b' }, camera] });
    expect(parseCameras(body)?.map(({ name }) => name)).toEqual(['b', 'front']);
  });

  it('refuses a body that is not the list', () => {
    for (const body of ['', '<html>', '{}', '{"cameras":[{}]}']) expect(parseCameras(body)).toBeNull();
  });
});

describe('parseProblems', () => {
  it('reads lines of text and nothing else', () => {
    expect(parseProblems('{"cameras":[],"problems":["lookout.yml:2:3: x", 7]}')).toEqual(['lookout.yml:2:3: x']);
    for (const odd of ['', 'null', '{}', '{"problems":{}}']) expect(parseProblems(odd)).toEqual([]);
  });
});
