import { describe, expect, it } from 'vitest';
import { ApiError, PeopleClient, pictureOf, sentence } from '../../src/people/people-client';

interface Asked {
  path: string;
  method: string;
  type: string | null;
  body: unknown;
}

/** A client whose requests are noted and answered with the given response. */
function against(answer: () => Response | Promise<Response>): { client: PeopleClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = new PeopleClient(async (input, init) => {
    const type = new Headers(init?.headers).get('Content-Type');
    asked.push({ path: String(input), method: init?.method ?? 'GET', type, body: init?.body });
    return answer();
  });
  return { client, asked };
}
const answering = (status: number, body: unknown) => against(() => new Response(JSON.stringify(body), { status }));
const ada = { id: 'k3j9x0ab12cd34ef', name: 'Ada' };
const consent = { by: 'Ada', purpose: 'the door', expires: null };

async function refused(status: number, body: string): Promise<ApiError> {
  const { client } = against(() => new Response(body, { status }));
  return client.list().then(
    () => expect.unreachable(),
    (error: unknown) => error as ApiError,
  );
}

describe('PeopleClient', () => {
  it('asks as the API is written', async () => {
    const done = { ...ada, receipt: 'r1', recognition: {}, people: [], tracks: [] };
    const { client, asked } = answering(200, done);
    const picture = new Blob(['jpeg'], { type: 'image/jpeg' });
    await client.list();
    await client.tracks();
    await client.enrol('Ada', consent);
    await client.change(ada.id, { name: 'Ada L.' });
    await client.addPicture(ada.id, picture, false);
    await client.addPicture(ada.id, picture, true);
    await client.addTrack(ada.id, { camera: 'front', track: 4, hasFace: true } as never, false);
    await client.addTrack(ada.id, { camera: 'front', track: 4 }, true);
    await client.removeSample(ada.id, 's1');
    await client.isNot(ada.id, { camera: 'front', track: 4 });
    await client.merge(ada.id, 'b');
    await client.split(ada.id, ['s1'], 'Bea', consent);
    await client.erase(ada.id);

    const root = `/api/v1/people/${ada.id}`;
    const json = 'application/json';
    const text = (value: unknown): string => JSON.stringify(value);
    expect(asked).toEqual([
      { path: '/api/v1/people', method: 'GET', type: null, body: undefined },
      { path: '/api/v1/tracks', method: 'GET', type: null, body: undefined },
      { path: '/api/v1/people', method: 'POST', type: json, body: text({ name: 'Ada', consent }) },
      { path: root, method: 'PATCH', type: json, body: text({ name: 'Ada L.' }) },
      { path: `${root}/samples`, method: 'POST', type: 'image/jpeg', body: picture },
      { path: `${root}/samples?force=true`, method: 'POST', type: 'image/jpeg', body: picture },
      { path: `${root}/samples/track`, method: 'POST', type: json, body: text({ camera: 'front', track: 4 }) },
      {
        path: `${root}/samples/track?force=true`,
        method: 'POST',
        type: json,
        body: text({ camera: 'front', track: 4 }),
      },
      { path: `${root}/samples/s1`, method: 'DELETE', type: null, body: undefined },
      { path: `${root}/not`, method: 'POST', type: json, body: text({ camera: 'front', track: 4 }) },
      { path: `${root}/merge`, method: 'POST', type: json, body: text({ other: 'b' }) },
      { path: `${root}/split`, method: 'POST', type: json, body: text({ samples: ['s1'], name: 'Bea', consent }) },
      { path: root, method: 'DELETE', type: null, body: undefined },
    ]);
  });

  it('cannot be led to another address by an id', async () => {
    const { client, asked } = answering(200, {});
    await client.merge('../../x?y#', 'b');
    expect(asked[0]!.path).toBe('/api/v1/people/..%2F..%2Fx%3Fy%23/merge');
    expect(pictureOf('a/b', 'c d')).toBe('/api/v1/people/a%2Fb/samples/c%20d/picture');
  });

  it.each([401, 403, 404, 409, 413, 415, 422, 503, 500])(
    'tells what the server says of %i, as it is',
    async (status) => {
      const words = 'There is no face in this picture. <b>Use</b> another.';
      const error = await refused(status, JSON.stringify({ title: 'Refused', status, detail: words }));
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status, message: words });
    },
  );

  it.each([401, 404, 409, 413, 415, 422, 503, 500])(
    'has a sentence of its own for %i without words',
    async (status) => {
      for (const body of ['', '<html>Bad gateway</html>', '{}', '{"detail":"","title":7}', 'null']) {
        const error = await refused(status, body);
        expect(error.status).toBe(status);
        expect(error.message).toMatch(/^[A-Z].{10,}\.$/);
      }
    },
  );

  it('takes the title where there is no detail', async () => {
    expect(await refused(413, '{"title":"Payload Too Large"}')).toMatchObject({ message: 'Payload Too Large' });
  });

  it('says when nobody answers, and when it takes too long', async () => {
    const lost = against(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(lost.client.list()).rejects.toMatchObject({
      status: 0,
      message: 'Lookout does not answer. Try again.',
    });
    const slow = against(() => Promise.reject(new DOMException('signal timed out', 'TimeoutError')));
    await expect(slow.client.list()).rejects.toMatchObject({ status: 0, message: /too long/ });
  });

  it('refuses an answer that is not the one asked for', async () => {
    for (const body of ['', '<html>', '{"people":[]}']) {
      const { client } = against(() => new Response(body));
      await expect(client.list()).rejects.toBeInstanceOf(ApiError);
    }
    const { client } = answering(200, {});
    await expect(client.erase('a')).rejects.toBeInstanceOf(ApiError); // no receipt: not told as done
  });

  it('says when the connection breaks inside the answer', async () => {
    const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError('network error')) });
    const { client } = against(() => new Response(broken));
    await expect(client.list()).rejects.toMatchObject({ status: 0 });
  });
});

describe('sentence', () => {
  it('is the error, and never hides a failure of the page itself', () => {
    expect(sentence(new ApiError(404, 'Gone.'))).toBe('Gone.');
    expect(sentence(new TypeError('x is undefined'))).toContain('x is undefined');
  });
});
