import { describe, expect, it } from 'vitest';
import { cameraInPath, playerOptions } from '../src/route';

describe('cameraInPath', () => {
  it('is the wall at the root and a camera below it', () => {
    expect(cameraInPath('/')).toBeNull();
    expect(cameraInPath('/front')).toBe('front');
    expect(cameraInPath('/front/')).toBe('front');
    expect(cameraInPath('/front/else')).toBeNull();
  });

  it('survives a broken escape', () => {
    expect(cameraInPath('/%E0%A4%A')).toBe('%E0%A4%A');
  });
});

describe('playerOptions', () => {
  it('plays silently by itself unless told otherwise', () => {
    expect(playerOptions('')).toEqual({
      controls: false,
      muted: true,
      autoplay: true,
      playsInline: true,
      disablePictureInPicture: false,
    });
  });

  it('reads flags in any case, with or without a value', () => {
    const options = playerOptions('?controls&muted=false&autoplay=0&playsinline=no&disablepictureinpicture=YES');
    expect(options).toEqual({
      controls: true,
      muted: false,
      autoplay: false,
      playsInline: false,
      disablePictureInPicture: true,
    });
  });
});
