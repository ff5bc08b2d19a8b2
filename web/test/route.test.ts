import { describe, expect, it } from 'vitest';
import { cameraInPath, isPeoplePath, playerOptions } from '../src/route';

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

describe('isPeoplePath', () => {
  it('is the one address of the people', () => {
    expect(isPeoplePath('/people')).toBe(true);
    expect(isPeoplePath('/people/')).toBe(true);
    for (const other of ['/', '/peoples', '/people/ada', '/front', '/People']) expect(isPeoplePath(other)).toBe(false);
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
