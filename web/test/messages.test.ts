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
  renditions: [],
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

  it('reads the renditions of a camera, and refuses what are none', () => {
    const half = {
      name: 'half',
      state: 'running',
      reason: '',
      codec: 'h264',
      width: 640,
      height: 360,
      kbps: 580,
      targetKbps: 600,
    };
    const read = (renditions: unknown): unknown =>
      parseLiveMessage(JSON.stringify({ type: 'camera', ...camera, renditions }));
    expect(read([half])).toMatchObject({ renditions: [half] });
    for (const odd of [null, {}, [null], [{ ...half, state: 'sleepy' }], [{ ...half, height: '360' }]])
      expect(read(odd)).toBeNull();
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

  it('reads who they are and their faces', () => {
    const face = { box: [0.1, 0.1, 0.05, 0.1], score: 0.9, landmarks: [[0.1, 0.1]] };
    const who = { id: 'k3j9x0ab12cd34ef', name: '<img src=x onerror=alert(1)>', confidence: 0.8 };
    const known = { ...people, people: [{ ...people.people[0], face, who, unknown: null }] };
    expect(parseLiveMessage(JSON.stringify(known))).toMatchObject(known);
    const stranger = { ...people, people: [{ ...people.people[0], face: null, who: null, unknown: 'u7' }] };
    expect(parseLiveMessage(JSON.stringify(stranger))).toMatchObject(stranger);
  });

  it('reads people of a service that says nothing of identity as nobody', () => {
    expect(parseLiveMessage(JSON.stringify(people))).toMatchObject({
      people: [{ id: 4, face: null, who: null, unknown: null }],
    });
  });

  it('keeps the box of a person of whom something odd is said, and takes the odd as nothing', () => {
    for (const odd of [
      { who: 'Ada' },
      { who: { id: 'x', name: 'Ada' } },
      { who: { id: 7, name: 'Ada', confidence: 1 } },
      { who: [] },
      { unknown: 7 },
      { face: { box: [0, 0, 1], score: 1, landmarks: [] } },
      { face: true },
    ]) {
      const text = JSON.stringify({ ...people, people: [{ ...people.people[0], ...odd }] });
      expect(parseLiveMessage(text)).toMatchObject({ people: [{ id: 4, face: null, who: null, unknown: null }] });
    }
  });

  it('passes over fields it does not know', () => {
    const more = { ...people, weather: 'fair', people: [{ ...people.people[0], hat: 'red' }] };
    expect(parseLiveMessage(JSON.stringify(more))).toMatchObject({ type: 'people', people: [{ id: 4 }] });
  });

  it('refuses half a message about identity, at every length', () => {
    const who = { id: 'k3j9x0ab12cd34ef', name: 'Ada', confidence: 0.8 };
    const text = JSON.stringify({ ...people, people: [{ ...people.people[0], who, unknown: null, face: null }] });
    for (let length = 0; length < text.length; length++) expect(parseLiveMessage(text.slice(0, length))).toBeNull();
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

describe('parseLiveMessage under mutation', () => {
  it('never throws, and gives only what can be drawn', () => {
    let seed = 2026;
    const random = (below: number): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % below;
    const face = { box: [0.1, 0.1, 0.05, 0.1], score: 0.9, landmarks: [[0.1, 0.1]] };
    const who = { id: 'k3j9x0ab12cd34ef', name: 'Ada', confidence: 0.8 };
    const texts = [
      JSON.stringify({ ...people, people: [{ ...people.people[0], who, unknown: 'u7', face }] }),
      JSON.stringify(analysis),
    ];
    const scraps = ['null', '{}', '[]', '"', '1e999', '-', ',', 'true', '\\u0000', '\u{1f600}'];
    for (let round = 0; round < 4000; round++) {
      let text = texts[random(2)]!;
      for (let i = 0; i <= random(3); i++) {
        const at = random(text.length);
        text = text.slice(0, at) + scraps[random(scraps.length)] + text.slice(at + random(12));
      }
      const message = parseLiveMessage(text);
      if (message?.type !== 'people') continue;
      for (const person of message.people) {
        expect(person.box.every(Number.isFinite)).toBe(true);
        if (person.who !== null) expect(typeof person.who.name).toBe('string');
        if (person.face !== null) expect(person.face.box).toHaveLength(4);
      }
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
