import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { asset, assetBytes, assetPath } from '../package-info.js';

/** `svg` scales to any size; `png` has two pixels for each of its units. */
export type PictureFormat = 'svg' | 'png';

/** A picture of a chart. */
export interface Picture {
  /** File name, such as `equity.png`. */
  readonly file: string;
  readonly content: string | Uint8Array;
}

/** What stands around the charts. */
export interface PictureWords {
  /** Below each title: whose chart it is, and of when. */
  readonly subtitle: string;
  /** At the foot: what the figures rest on. */
  readonly foot: string;
}

/** How pictures of charts are drawn. */
export interface PictureOptions {
  /** Default `svg`. */
  readonly formats?: readonly PictureFormat[];
  /** Light writing on dark ground. Default false. */
  readonly dark?: boolean;
  /** Names of the only charts wanted, such as `equity` and `monthly-returns`. Default: all. */
  readonly only?: readonly string[];
}

interface Drawing {
  readonly drawPictures: (data: unknown, about: object) => { readonly name: string; readonly svg: string }[];
}

interface Rasteriser {
  readonly rasterise: (svg: string, with_: object) => Promise<Uint8Array>;
}

/** Pixels a unit of the drawing. */
const SCALE = 2;

/**
 * Pictures of the charts that a page's data hold, drawn without a browser. Equal data give equal bytes on every machine:
 * PNG uses no font but the one that comes with the package.
 * @throws ConfigError when the package was not built.
 */
export async function drawPictures(data: unknown, words: PictureWords, options: PictureOptions = {}): Promise<Picture[]> {
  const { formats = ['svg'], dark = false, only } = options;
  const { drawPictures: draw } = await assetModule<Drawing>('pictures.js');
  const drawn = draw(data, { ...words, css: asset('tearsheet.css'), dark, only });
  const pictures: Picture[] = [];
  for (const { name, svg } of drawn) {
    if (formats.includes('svg')) pictures.push({ file: `${name}.svg`, content: svg });
    if (formats.includes('png')) pictures.push({ file: `${name}.png`, content: await png(svg) });
  }
  return pictures;
}

async function png(svg: string): Promise<Uint8Array> {
  const { rasterise } = await assetModule<Rasteriser>('rasterise.js');
  const fonts = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map(assetBytes);
  return rasterise(svg, { wasm: assetBytes('resvg.wasm'), fonts, scale: SCALE });
}

async function assetModule<T>(name: string): Promise<T> {
  // Read first: a missing file is then told as what it is.
  assetBytes(name);
  return (await import(pathToFileURL(path.resolve(assetPath(name))).href)) as T;
}
