/** Longest side sent: a face is looked for at far less, and any camera's file becomes small enough for the server. */
const MostPixels = 2560;
const JpegQuality = 0.92;

/**
 * The file as a JPEG: upright as its EXIF says, of a size the server takes, and without what else a phone writes into it (place,
 * device). A file that the browser cannot read is sent as it is, so that the server says what is wrong with it.
 */
export async function uploadOf(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return file;
  const canvas = document.createElement('canvas');
  const [width, height] = within(picture.width, picture.height, MostPixels);
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext('2d')!.drawImage(picture, 0, 0, width, height);
  picture.close();
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JpegQuality));
  return jpeg ?? file;
}

/** The picture of a file to look at, on a canvas: the page's policy lets no `blob:` into an `<img>`. Null when it is none. */
export async function previewOf(file: Blob, side: number): Promise<HTMLCanvasElement | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [side, side];
  const square = Math.min(picture.width, picture.height);
  const [x, y] = [(picture.width - square) / 2, (picture.height - square) / 2];
  canvas.getContext('2d')!.drawImage(picture, x, y, square, square, 0, 0, side, side);
  picture.close();
  return canvas;
}

/** The size with its longer side cut to `most`. */
export function within(width: number, height: number, most: number): [number, number] {
  const scale = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
