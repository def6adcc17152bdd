// Puts the compiled modules together into few files. A run loads some five hundred of them, and Node takes half a
// millisecond for each: as long as for half a million rows of CSV.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Modules that the package starts by their path. */
const STARTED = ['src/cli/module-hooks.js', 'brokers/testing/fake-alpaca/main.js'];

/** Bundles what `tsc` put into `compiled` into `next`, and puts the declarations beside it, one a module as they are. */
export async function bundle(root, compiled, next) {
  const { exports, bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const promised = [...Object.values(exports).map((entry) => entry.default), ...Object.values(bin)];
  const entries = promised.filter((file) => file !== undefined).map((file) => path.relative('dist', file));
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    // Paths in comments and in the names of chunks are relative to this: the same sources give the same bytes everywhere.
    absWorkingDir: compiled,
    entryPoints: [...new Set([...entries, ...STARTED, ...importedByTests(root)])],
    outbase: '.',
    outdir: next,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    // What two entries share is in a file of its own: there is one class `Strategy`, whichever way it is imported.
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    write: false,
  });
  for (const file of outputFiles) {
    mkdirSync(path.dirname(file.path), { recursive: true });
    writeFileSync(file.path, withOwnNames(file.text));
  }
  cpSync(compiled, next, { recursive: true, filter: (file) => !file.endsWith('.js') });
}

/** Modules that tests import by their path, in processes that run what is built. */
function importedByTests(root) {
  const folder = path.join(root, 'test');
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.mjs')) : [];
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/from '(?:\.\.\/)+dist\/([^']+\.js)'/g)].map(([, file]) => file)).sort();
}

/** esbuild calls a class that mentions itself `_Bar`: users would see that of whatever they print. */
function withOwnNames(code) {
  const names = [...code.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  return names.reduce((text, name) => text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name), code);
}
