import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseRemedy, remedyOf } from '../src/diagnosis';

afterEach(() => vi.unstubAllGlobals());

describe('parseRemedy', () => {
  it('takes the sentence', () => {
    expect(parseRemedy('{"remedy": {"code": "tunnel", "sentence": "Open the page by the box\'s own address."}}')).toBe(
      "Open the page by the box's own address.",
    );
  });

  it('takes nothing else', () => {
    for (const text of ['', 'null', '[]', '{}', '{"remedy": null}', '{"remedy": "x"}', '{"remedy": {"sentence": 7}}']) {
      expect(parseRemedy(text)).toBeNull();
    }
  });
});

describe('remedyOf', () => {
  it('asks for the session by its public name', async () => {
    const fetched = vi.fn(() => Promise.resolve(new Response('{"remedy": {"sentence": "Do it."}}')));
    vi.stubGlobal('fetch', fetched);
    expect(await remedyOf('ab/cd')).toBe('Do it.');
    expect(fetched).toHaveBeenCalledWith('/api/v1/webrtc/sessions/ab%2Fcd/diagnostics', expect.anything());
  });

  it('is silent when the server is', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('gone')));
    expect(await remedyOf('a')).toBeNull();
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
    expect(await remedyOf('a')).toBeNull();
  });
});
