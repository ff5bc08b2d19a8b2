export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where `object-fit: contain` puts a picture inside a box; an unknown size gives an empty rectangle. */
export function letterbox(boxWidth: number, boxHeight: number, pictureWidth: number, pictureHeight: number): Rect {
  if (!(boxWidth > 0 && boxHeight > 0 && pictureWidth > 0 && pictureHeight > 0)) {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  const scale = Math.min(boxWidth / pictureWidth, boxHeight / pictureHeight);
  const width = pictureWidth * scale;
  const height = pictureHeight * scale;
  return { x: (boxWidth - width) / 2, y: (boxHeight - height) / 2, width, height };
}
