// Proves what would be published: no sample data, examples, tests or benchmarks, every entry point present,
// and package metadata that publint and "are the types wrong" accept. Needs a build in dist/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, concludeChecks } from './checks.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const scratch = mkdtempSync(path.join(tmpdir(), 'barstream-package-'));

function pack(...more) {
  const run = spawnSync('npm', ['pack', '--json', '--ignore-scripts', ...more], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`npm pack failed:\n${run.stdout}${run.stderr}`);
  const answer = JSON.parse(run.stdout);
  // A list up to npm 11, an object by package name from npm 12 on.
  return Array.isArray(answer) ? answer[0] : Object.values(answer)[0];
}

function checkTool(name, tool, ...more) {
  const run = spawnSync(path.join(root, 'node_modules', '.bin', tool), more, { cwd: scratch, encoding: 'utf8' });
  const output = `${run.stdout ?? ''}${run.stderr ?? ''}${run.error ? run.error.message : ''}`.trim();
  check(name, run.status === 0 ? [] : output.split('\n'));
}

/** Every file the manifest promises: `main`, `types`, `bin` and the targets of `exports`. */
function promisedFiles(value) {
  if (typeof value === 'string') return [path.posix.normalize(value)];
  return Object.values(value ?? {}).flatMap(promisedFiles);
}

try {
  const dry = pack('--dry-run');
  const files = dry.files.map((one) => one.path);

  const forbidden = [/(?:^|\/)(?:examples|test|bench)\//, /\.csv(?:\.gz)?$/i];
  check(
    'no examples, tests, benchmarks or market data in the package',
    files.filter((file) => forbidden.some((pattern) => pattern.test(file))),
  );

  const promised = [manifest.main, manifest.types, manifest.bin, manifest.exports].flatMap(promisedFiles);
  const wanted = new Set([
    ...promised,
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'dist/assets/charts.js',
    'dist/assets/pictures.js',
    'dist/assets/rasterise.js',
    'dist/assets/resvg.wasm',
    'dist/assets/Inter-Regular.ttf',
    'dist/assets/Inter-SemiBold.ttf',
    'dist/assets/NOTICE.txt',
  ]);
  check(
    'every entry point is in the package',
    [...wanted].filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
  );

  const tarball = path.join(scratch, pack('--pack-destination', scratch).filename);
  checkTool('publint', 'publint', 'run', tarball, '--strict');
  checkTool('are the types wrong', 'attw', tarball, '--profile', 'esm-only', '--no-color', '--no-emoji');

  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} kB`;
  console.log(`${files.length} files, ${kilobytes(dry.size)} packed, ${kilobytes(dry.unpackedSize)} unpacked`);
} catch (error) {
  check('npm pack', error.message.split('\n'));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

concludeChecks('check:package');
