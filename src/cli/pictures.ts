import path from 'node:path';
import type { Picture, PictureFormat } from '../report/pictures/pictures.js';

/** The options `--png` and `--svg`. */
export interface PictureFlags {
  readonly png?: boolean;
  readonly svg?: boolean;
}

/** Draws and writes the pictures that were asked for, into the folder of pictures within `out`. Returns their paths. */
export async function writePicturesOf(
  { png = false, svg = false }: PictureFlags,
  out: string,
  draw: (formats: readonly PictureFormat[]) => Promise<Picture[]>,
): Promise<string[]> {
  const formats: PictureFormat[] = [...(svg ? ['svg' as const] : []), ...(png ? ['png' as const] : [])];
  if (formats.length === 0) return [];
  const { PICTURES_FOLDER, writePictures } = await import('../report/pictures/write-pictures.js');
  return writePictures(path.join(out, PICTURES_FOLDER), await draw(formats));
}
