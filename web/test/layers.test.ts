import { describe, expect, it } from 'vitest';
import { AllLayers, rememberedLayers, rememberLayers } from '../src/layers';
import type { ChoiceStorage } from '../src/storage';

class Memory implements ChoiceStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
}

describe('the choice of layers', () => {
  it('is everything at first', () => {
    expect(rememberedLayers('front', new Memory())).toEqual(AllLayers);
  });

  it('is remembered for each camera', () => {
    const memory = new Memory();
    rememberLayers('front', { ...AllLayers, poses: false, names: false }, memory);
    expect(rememberedLayers('front', memory)).toEqual({ faces: true, people: true, poses: false, names: false });
    expect(rememberedLayers('yard', memory)).toEqual(AllLayers);
  });

  it('is everything where the stored text is damaged or of another page', () => {
    const memory = new Memory();
    for (const text of ['', '{', 'null', '7', '[]', '"x"', '{"faces":"no"}', '{"faces":0,"clocks":false}']) {
      memory.kept.set('lookout.layers.front', text);
      expect(rememberedLayers('front', memory)).toEqual(AllLayers);
    }
  });

  it('keeps what an older page did not know of switched on', () => {
    const memory = new Memory();
    memory.kept.set('lookout.layers.front', '{"faces":false}');
    expect(rememberedLayers('front', memory)).toEqual({ ...AllLayers, faces: false });
  });

  it('lives without storage, and with one that refuses', () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const storage of [null, { getItem: refuse, setItem: refuse }]) {
      expect(rememberedLayers('front', storage)).toEqual(AllLayers);
      expect(() => rememberLayers('front', AllLayers, storage)).not.toThrow();
    }
    // This test runs outside a browser: there is no localStorage to fall back to either.
    expect(rememberedLayers('front')).toEqual(AllLayers);
  });
});
