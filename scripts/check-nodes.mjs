// Runs the built command line on other versions of Node, which npm fetches, and compares its files with those of this one:
// orders, fills, trades and equity must be the same bytes. Needs a build in dist/. A version that npm cannot fetch is skipped and named.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, concludeChecks, hasFailed } from './checks.mjs';

/** The even release lines after the oldest that package.json allows. */
const VERSIONS = ['22', '24', '26'];
/** Not metrics.json: the last digit of a figure may differ from version to version. */
const FILES = ['orders.csv', 'fills.csv', 'trades.csv', 'equity.csv', 'provenance.jsonl'];

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const main = path.join(root, 'dist', 'cli', 'main.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'barstream-nodes-'));

/** A folder outside every project, where `barstream` is found by the command line alone. */
function userFolder() {
  const folder = path.join(scratch, 'user');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const file of ['plain.js', 'bars.mjs']) copyFileSync(path.join(root, 'test', 'cli', 'fixtures', file), path.join(folder, file));
  return folder;
}

const user = userFolder();
const RUNS = [
  { name: 'sma-cross.ts', cwd: root, file: 'examples/sma-cross.ts' },
  { name: 'pairs-zscore.ts', cwd: root, file: 'examples/pairs-zscore.ts' },
  { name: 'a JavaScript file outside every project', cwd: user, file: 'plain.js' },
];

function backtest(node, { cwd, file }, out) {
  const run = spawnSync(node, [main, 'backtest', file, '--out', out], { cwd, encoding: 'utf8', timeout: 120_000 });
  if (run.status === 0) return [];
  return `${run.stderr ?? ''}${run.error?.message ?? ''}`.trim().split('\n');
}

/** What differs between two folders of artefacts. */
function differences(expected, found) {
  const bytes = (folder, file) => readFileSync(path.join(folder, file));
  return FILES.filter((file) => !bytes(expected, file).equals(bytes(found, file))).map(
    (file) => `${file} differs from that of ${process.version}`,
  );
}

/** Path of a Node of this version, or why there is none. */
function fetched(version) {
  const printed = 'console.log(process.execPath)';
  const run = spawnSync('npx', ['--yes', '--package', `node@${version}`, '--', 'node', '-e', printed], {
    cwd: scratch,
    encoding: 'utf8',
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
  if (run.status === 0) return { node: run.stdout.trim() };
  return {
    reason: (run.stderr ?? '').split('\n').find((line) => line.includes('npm error')) ?? run.error?.message ?? `exit ${run.status}`,
  };
}

try {
  const expected = RUNS.map((run, i) => path.join(scratch, `here-${i}`));
  RUNS.forEach((run, i) => check(`${process.version}: ${run.name}`, backtest(process.execPath, run, expected[i])));
  for (const version of hasFailed() ? [] : VERSIONS) {
    const { node, reason } = fetched(version);
    if (node === undefined) {
      console.log(`skip Node ${version}: npm could not fetch it (${reason})`);
      continue;
    }
    RUNS.forEach((run, i) => {
      const out = path.join(scratch, `${version}-${i}`);
      const problems = backtest(node, run, out);
      check(`Node ${version}: ${run.name}`, problems.length > 0 ? problems : differences(expected[i], out));
    });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
concludeChecks('check:nodes');
