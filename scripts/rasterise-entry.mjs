// Turns a picture into pixels, bundled at build into dist/assets/rasterise.js. WebAssembly gives the same bytes on every machine.
import { initWasm, Resvg } from '@resvg/resvg-wasm';

let ready;

/** PNG of an SVG text, `scale` pixels for each of its units. Only the given fonts are used. */
export async function rasterise(svg, { wasm, fonts, scale }) {
  ready ??= initWasm(wasm);
  await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers: fonts, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  });
  const image = drawing.render();
  const png = image.asPng();
  image.free();
  drawing.free();
  return png;
}
