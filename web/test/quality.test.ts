import { describe, expect, it } from 'vitest';
import type { Rendition } from '../src/messages';
import { addressWith, qualityOptions, rememberedQuality, rememberQuality, whepAddress } from '../src/quality';
import type { ChoiceStorage } from '../src/storage';

class Memory implements ChoiceStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
}

const full: Rendition = {
  name: 'full',
  state: 'running',
  reason: '',
  codec: 'h264',
  width: 1280,
  height: 720,
  kbps: 1900,
  targetKbps: 2000,
};
const half: Rendition = { ...full, name: 'half', state: 'resting', width: 640, height: 360, kbps: 0, targetKbps: 600 };

describe('the choice of quality', () => {
  it('is up to the server at first', () => {
    expect(rememberedQuality('front', '', new Memory())).toBe('auto');
  });

  it('is remembered for each camera', () => {
    const memory = new Memory();
    rememberQuality('front', 'quarter', memory);
    expect(rememberedQuality('front', '', memory)).toBe('quarter');
    expect(rememberedQuality('yard', '', memory)).toBe('auto');
  });

  it('is that of the address where it names one', () => {
    const memory = new Memory();
    rememberQuality('front', 'quarter', memory);
    expect(rememberedQuality('front', '?controls&rendition=Half', memory)).toBe('half');
    for (const odd of ['?rendition=', '?rendition=original', '?rendition=toString', '?half'])
      expect(rememberedQuality('front', odd, memory)).toBe('quarter');
  });

  it('is up to the server where the stored text is not ours', () => {
    const memory = new Memory();
    for (const text of ['', '{}', 'FULL', 'constructor']) {
      memory.kept.set('lookout.rendition.front', text);
      expect(rememberedQuality('front', '', memory)).toBe('auto');
    }
  });

  it('lives without storage, and with one that refuses', () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const storage of [null, { getItem: refuse, setItem: refuse }]) {
      expect(rememberedQuality('front', '', storage)).toBe('auto');
      expect(() => rememberQuality('front', 'half', storage)).not.toThrow();
    }
  });
});

describe('addresses', () => {
  it('ask for a rendition only where one was chosen', () => {
    expect(whepAddress('front', 'auto')).toBe('/front/whep');
    expect(whepAddress('a b', 'half')).toBe('/a%20b/whep?rendition=half');
  });

  it('name the new choice where they named one', () => {
    expect(addressWith('http://box/front?muted=0&rendition=half', 'auto')).toBe(
      'http://box/front?muted=0&rendition=auto',
    );
    expect(addressWith('http://box/front?muted=0', 'full')).toBe('http://box/front?muted=0');
  });
});

describe('what can be chosen', () => {
  it('is everything before the camera was heard of', () => {
    expect(qualityOptions([]).map(({ label }) => label)).toEqual(['Auto', 'Full', 'Half', 'Quarter']);
  });

  it('is what the camera has, with its size', () => {
    expect(qualityOptions([full, half]).map(({ label }) => label)).toEqual(['Auto', 'Full 720p', 'Half 360p']);
  });

  it('says why a rendition cannot be had', () => {
    const refused: Rendition = { ...half, state: 'refused', reason: 'the machine has no time for it' };
    expect(qualityOptions([full, refused])[2]).toEqual({
      quality: 'half',
      label: 'Half 360p: the machine has no time for it',
      refused: true,
    });
  });
});
