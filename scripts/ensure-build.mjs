// Jest's global set-up: tests of the command line run what is in dist, so it must not be older than the sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(scripts);
const inputs = [
  'src',
  'feeds',
  'brokers',
  'strategies',
  'cli',
  'scripts/charts',
  'scripts/charts-entry.mjs',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
];

function newest(file) {
  const entry = statSync(file);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(file).reduce((latest, one) => Math.max(latest, newest(path.join(file, one))), entry.mtimeMs);
}

/** Builds when something changed. A failed build fails the tests that need it (`test/support/cli.ts`), not the others. */
export default function ensureBuild() {
  const built = path.join(root, 'dist', 'assets', 'build.json');
  const sources = inputs.map((one) => path.join(root, one)).filter((one) => existsSync(one));
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources.map(newest))) return;
  const build = spawnSync(process.execPath, [path.join(scripts, 'build.mjs')], { cwd: root, encoding: 'utf8' });
  if (build.status !== 0) process.env.BARSTREAM_BUILD_ERROR = `${build.stdout}${build.stderr}`;
}
