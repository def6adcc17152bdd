// Puts what turns pictures into PNG beside the compiled package: the rasteriser, and a font so that no machine's fonts matter.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FONTS = [
  ['400Regular/Inter_400Regular.ttf', 'Inter-Regular.ttf'],
  ['600SemiBold/Inter_600SemiBold.ttf', 'Inter-SemiBold.ttf'],
];

/**
 * Builds into `next/assets`. Where the two packages are not installed everything else is built and PNG pictures are not
 * there; the check of the package fails then.
 */
export async function buildRasteriser(root, next) {
  const assets = path.join(next, 'assets');
  const resvg = path.join(root, 'node_modules', '@resvg', 'resvg-wasm');
  const inter = path.join(root, 'node_modules', '@expo-google-fonts', 'inter');
  if (!existsSync(resvg) || !existsSync(inter)) {
    console.warn('barstream: built without PNG pictures; install @resvg/resvg-wasm and @expo-google-fonts/inter (npm install) for them');
    return;
  }
  const { build } = await import('esbuild');
  await build({
    entryPoints: [path.join(root, 'scripts', 'rasterise-entry.mjs')],
    outfile: path.join(assets, 'rasterise.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'inline',
    logLevel: 'warning',
  });
  copyFileSync(path.join(resvg, 'index_bg.wasm'), path.join(assets, 'resvg.wasm'));
  for (const [from, to] of FONTS) copyFileSync(path.join(inter, from), path.join(assets, to));
  writeFileSync(path.join(assets, 'NOTICE.txt'), notice(readFileSync(path.join(inter, 'LICENSE_FONT'), 'utf8')));
}

const notice = (font) => `Files in this folder that others made, unchanged:

charts.js and pictures.js contain Apache ECharts, Apache License 2.0, https://echarts.apache.org
rasterise.js and resvg.wasm are resvg-wasm, Mozilla Public License 2.0, https://github.com/yisibl/resvg-js
Inter-Regular.ttf and Inter-SemiBold.ttf are the Inter typeface:

${font}`;
