import { describe, expect, it } from 'vitest';
import { iceServers } from '../src/ice-servers';

describe('iceServers', () => {
  it('reads servers that a header lists, with their credentials', () => {
    const header =
      '<stun:s.example:3478>; rel="ice-server", <turn:t.example:3478?transport=tcp>; rel="ice-server"; ' +
      'username="17:a\\"b"; credential="c, d\\\\e="; credential-type="password"';
    expect(iceServers(header)).toEqual([
      { urls: 'stun:s.example:3478' },
      { urls: 'turn:t.example:3478?transport=tcp', username: '17:a"b', credential: 'c, d\\e=' },
    ]);
  });

  it('leaves out what is no ICE server or cannot be used', () => {
    expect(iceServers(null)).toEqual([]);
    expect(iceServers('</other>; rel="next", <javascript:x>; rel="ice-server", <turn:t>; rel="ice-server"')).toEqual(
      [],
    );
    expect(iceServers('<stun:s; rel="ice-server"')).toEqual([]);
  });
});
