// Compiles the package into dist/ and puts the tear sheet's script, chart library and styles beside it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
if (!existsSync(tsc)) {
  console.log('barstream: no compiler installed (production install), keeping the dist that is there');
  process.exit(0);
}

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const compiled = spawnSync(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json')], { stdio: 'inherit', cwd: root });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

mkdirSync(path.join(root, 'dist', 'assets'), { recursive: true });
const { build } = await import('esbuild');
await build({
  entryPoints: [path.join(root, 'scripts', 'charts-entry.mjs')],
  outfile: path.join(root, 'dist', 'assets', 'charts.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  legalComments: 'inline',
  logLevel: 'warning',
});
await build({
  entryPoints: [path.join(root, 'scripts', 'charts', 'tearsheet.css')],
  outfile: path.join(root, 'dist', 'assets', 'tearsheet.css'),
  minify: true,
  logLevel: 'warning',
});

// The manifest of a run names the very code that made it.
const compiledFiles = readdirSync(path.join(root, 'dist'), { recursive: true })
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.split(path.sep).join('/'))
  .sort();
const code = createHash('sha256');
for (const file of compiledFiles) code.update(`${file}\n`).update(readFileSync(path.join(root, 'dist', file)));
writeFileSync(path.join(root, 'dist', 'assets', 'build.json'), `${JSON.stringify({ sha256: code.digest('hex') })}\n`);

chmodSync(path.join(root, 'dist', 'src', 'cli', 'main.js'), 0o755);
