// Compiles the package into dist/ and puts the tear sheet's script, chart library and styles beside it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { buildRasteriser } from './build-rasteriser.mjs';
import { bundle } from './bundle.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
if (!existsSync(tsc)) {
  console.log('barstream: no compiler installed (production install), keeping the dist that is there');
  process.exit(0);
}

// Built aside and put in place at the end: whoever uses dist meanwhile has the old one, and a failed build leaves it.
const dist = path.join(root, 'dist');
const scratch = path.join(root, 'node_modules', '.cache', `barstream-build-${process.pid}`);
const next = path.join(scratch, 'next');
const modules = path.join(scratch, 'modules');
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
mkdirSync(path.join(next, 'assets'), { recursive: true });
const compiled = spawnSync(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json'), '--outDir', modules], {
  stdio: 'inherit',
  cwd: root,
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
await bundle(root, modules, next);

const { build } = await import('esbuild');
await build({
  entryPoints: [path.join(root, 'scripts', 'charts-entry.mjs')],
  outfile: path.join(next, 'assets', 'charts.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  legalComments: 'inline',
  logLevel: 'warning',
});
await build({
  entryPoints: [path.join(root, 'scripts', 'charts', 'tearsheet.css')],
  outfile: path.join(next, 'assets', 'tearsheet.css'),
  bundle: true,
  minify: true,
  logLevel: 'warning',
});

await build({
  entryPoints: [path.join(root, 'scripts', 'pictures-entry.mjs')],
  outfile: path.join(next, 'assets', 'pictures.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'inline',
  logLevel: 'warning',
});
await buildRasteriser(root, next);

// The manifest of a run names the very code that made it.
const compiledFiles = readdirSync(next, { recursive: true })
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.split(path.sep).join('/'))
  .sort();
const code = createHash('sha256');
for (const file of compiledFiles) code.update(`${file}\n`).update(readFileSync(path.join(next, file)));
writeFileSync(path.join(next, 'assets', 'build.json'), `${JSON.stringify({ sha256: code.digest('hex') })}\n`);

chmodSync(path.join(next, 'cli', 'main.js'), 0o755);
if (existsSync(dist)) renameSync(dist, path.join(scratch, 'old'));
renameSync(next, dist);
