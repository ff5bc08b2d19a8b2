/** Whether the path is that of who is known; no camera can have its name. */
export function isPeoplePath(path: string): boolean {
  return /^\/people\/*$/.test(path);
}

/** The camera the path names, or null for the wall. */
export function cameraInPath(path: string): string | null {
  const [, name, ...rest] = path.split('/');
  if (!name || rest.some((part) => part !== '')) return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** How one camera plays; the names of the query are MediaMTX's. */
export interface PlayerOptions {
  controls: boolean;
  muted: boolean;
  autoplay: boolean;
  playsInline: boolean;
  disablePictureInPicture: boolean;
}

export function playerOptions(search: string): PlayerOptions {
  const query = new Map([...new URLSearchParams(search)].map(([key, value]) => [key.toLowerCase(), value]));
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = query.get(name.toLowerCase())?.toLowerCase();
    if (value === undefined) return otherwise;
    return ['', '1', 'true', 'yes', 'on'].includes(value);
  };
  return {
    controls: flag('controls', false),
    muted: flag('muted', true),
    autoplay: flag('autoplay', true),
    playsInline: flag('playsInline', true),
    disablePictureInPicture: flag('disablePictureInPicture', false),
  };
}
