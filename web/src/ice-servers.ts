/**
 * The ICE servers of a WHEP answer's Link headers (RFC 9725 §4.6): `<turn:host>; rel="ice-server"; username="..."; credential="..."`.
 * What cannot be read is left out: a player without a server may still find a path.
 */
export function iceServers(header: string | null): RTCIceServer[] {
  const servers: RTCIceServer[] = [];
  for (const [, urls, parameters] of (header ?? '').matchAll(/<([^<>]*)>((?:\s*;\s*[\w-]+="(?:[^"\\]|\\.)*")*)/g)) {
    const values = new Map<string, string>();
    for (const [, name, value] of parameters!.matchAll(/([\w-]+)="((?:[^"\\]|\\.)*)"/g)) {
      values.set(name!.toLowerCase(), value!.replace(/\\(.)/g, '$1'));
    }
    if (values.get('rel') !== 'ice-server' || !/^(stun|turn)s?:/.test(urls!)) continue;
    const username = values.get('username');
    const credential = values.get('credential');
    if (/^turn/.test(urls!) && (username === undefined || credential === undefined)) continue;
    servers.push(
      username === undefined || credential === undefined ? { urls: urls! } : { urls: urls!, username, credential },
    );
  }
  return servers;
}
