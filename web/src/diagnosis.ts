import { isObject, parseObject } from './json';

/** What to change so that the next session gets through, from the body of a session's diagnostics; null when it says nothing. */
export function parseRemedy(text: string): string | null {
  const remedy = parseObject(text)?.['remedy'];
  const sentence = isObject(remedy) ? remedy['sentence'] : null;
  return typeof sentence === 'string' && sentence !== '' ? sentence : null;
}

const AnswerMs = 3000;

/** Asks the server why a session does not get through; null when it cannot say, or does not answer. */
export async function remedyOf(sessionId: string): Promise<string | null> {
  try {
    const url = `/api/v1/webrtc/sessions/${encodeURIComponent(sessionId)}/diagnostics`;
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(AnswerMs) });
    return response.ok ? parseRemedy(await response.text()) : null;
  } catch {
    return null;
  }
}
