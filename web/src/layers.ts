import { browserStorage, type ChoiceStorage } from './storage';

/** What of an analysis is drawn. */
export interface Layers {
  faces: boolean;
  people: boolean;
  poses: boolean;
  names: boolean;
}

export type Layer = keyof Layers;

/** Everything, until the user chooses otherwise. */
export const AllLayers: Readonly<Layers> = { faces: true, people: true, poses: true, names: true };

/** The user's choice for one camera, as this browser remembers it. What cannot be read is shown. */
export function rememberedLayers(camera: string, storage: ChoiceStorage | null = browserStorage()): Layers {
  const layers = { ...AllLayers };
  try {
    const stored = JSON.parse(storage?.getItem(key(camera)) ?? '{}') as Partial<Record<Layer, unknown>> | null;
    for (const layer of Object.keys(layers) as Layer[]) layers[layer] = stored?.[layer] !== false;
  } catch {
    // Not ours, or damaged: the choice is made anew.
  }
  return layers;
}

export function rememberLayers(camera: string, layers: Layers, storage: ChoiceStorage | null = browserStorage()): void {
  try {
    storage?.setItem(key(camera), JSON.stringify(layers));
  } catch {
    // Full or forbidden: the choice lasts as long as the page.
  }
}

function key(camera: string): string {
  return `lookout.layers.${camera}`;
}
