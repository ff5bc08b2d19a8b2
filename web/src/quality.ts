import type { Rendition } from './messages';
import { browserStorage, type ChoiceStorage } from './storage';

/** Which rendition of a camera the server sends; `auto` is what the way to this browser has room for. */
export type Quality = 'auto' | 'full' | 'half' | 'quarter';

/** Name of the query in the page's and in WHEP's address. */
const Query = 'rendition';

const Labels: Readonly<Record<Quality, string>> = { auto: 'Auto', full: 'Full', half: 'Half', quarter: 'Quarter' };

export interface QualityOption {
  quality: Quality;
  label: string;
  /** It cannot be had now. */
  refused: boolean;
}

/** What can be chosen of a camera; before it was heard of, everything. */
export function qualityOptions(renditions: readonly Rendition[]): QualityOption[] {
  return (Object.keys(Labels) as Quality[]).flatMap((quality) => {
    const rendition = renditions.find(({ name }) => name === quality);
    if (quality !== 'auto' && renditions.length > 0 && rendition === undefined) return [];
    const size = rendition && rendition.height > 0 ? ` ${rendition.height}p` : '';
    const refused = rendition?.state === 'refused';
    const reason = refused ? `: ${rendition.reason}` : '';
    return [{ quality, label: `${Labels[quality]}${size}${reason}`, refused }];
  });
}

/** The choice for one camera: that of the page's address, else as this browser remembers it, else `auto`. */
export function rememberedQuality(
  camera: string,
  search = '',
  storage: ChoiceStorage | null = browserStorage(),
): Quality {
  const asked = new URLSearchParams(search).get(Query)?.toLowerCase();
  if (isQuality(asked)) return asked;
  try {
    const stored = storage?.getItem(key(camera));
    if (isQuality(stored)) return stored;
  } catch {
    // Forbidden: the choice is made anew.
  }
  return 'auto';
}

export function rememberQuality(
  camera: string,
  quality: Quality,
  storage: ChoiceStorage | null = browserStorage(),
): void {
  try {
    storage?.setItem(key(camera), quality);
  } catch {
    // Full or forbidden: the choice lasts as long as the page.
  }
}

/** The page's address once another quality is chosen: one that names a quality must not bring back the old one. */
export function addressWith(href: string, quality: Quality): string {
  const address = new URL(href);
  if (address.searchParams.has(Query)) address.searchParams.set(Query, quality);
  return address.href;
}

/** Where a camera is offered by WHEP. */
export function whepAddress(camera: string, quality: Quality): string {
  const address = `/${encodeURIComponent(camera)}/whep`;
  return quality === 'auto' ? address : `${address}?${Query}=${quality}`;
}

function isQuality(text: string | null | undefined): text is Quality {
  return typeof text === 'string' && Object.hasOwn(Labels, text);
}

function key(camera: string): string {
  return `lookout.rendition.${camera}`;
}
