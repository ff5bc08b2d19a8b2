/** WCAG 2.2: relative luminance and contrast ratio, and what a colour looks like over another. */

export type Rgb = readonly [number, number, number];

/** `#rrggbb`, or `rgb(r g b / alpha)` as the page writes it. */
export function parseColour(text: string): { rgb: Rgb; alpha: number } {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(text);
  if (hex !== null) return { rgb: [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)], alpha: 1 };
  const parts = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)$/.exec(text);
  if (parts === null) throw new Error(`not a colour: ${text}`);
  return { rgb: [Number(parts[1]), Number(parts[2]), Number(parts[3])], alpha: Number(parts[4]) };
}

/** The colour of a paint over a ground, both as a screen mixes them. */
export function over(paint: string, ground: Rgb, strength = 1): Rgb {
  const { rgb, alpha } = parseColour(paint);
  const mixed = (i: 0 | 1 | 2): number => rgb[i] * alpha * strength + ground[i] * (1 - alpha * strength);
  return [mixed(0), mixed(1), mixed(2)];
}

export function linear(rgb: Rgb): Rgb {
  const channel = (value: number): number =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return [channel(rgb[0]), channel(rgb[1]), channel(rgb[2])];
}

export function contrast(one: Rgb, other: Rgb): number {
  const luminance = (rgb: Rgb): number => {
    const [red, green, blue] = linear(rgb);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}
