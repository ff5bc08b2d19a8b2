import { describe, expect, it } from 'vitest';
import { letterbox } from '../src/letterbox';

describe('letterbox', () => {
  it('fills the box when the shapes agree', () => {
    expect(letterbox(640, 360, 1280, 720)).toEqual({ x: 0, y: 0, width: 640, height: 360 });
  });

  it('leaves bars left and right of a narrow picture', () => {
    expect(letterbox(640, 360, 640, 480)).toEqual({ x: 80, y: 0, width: 480, height: 360 });
  });

  it('leaves bars above and below a wide picture', () => {
    expect(letterbox(400, 400, 1600, 800)).toEqual({ x: 0, y: 100, width: 400, height: 200 });
  });

  it('is empty while a size is unknown', () => {
    const empty = { x: 0, y: 0, width: 0, height: 0 };
    expect(letterbox(640, 360, 0, 0)).toEqual(empty);
    expect(letterbox(0, 0, 640, 360)).toEqual(empty);
    expect(letterbox(640, 360, NaN, 360)).toEqual(empty);
  });
});
