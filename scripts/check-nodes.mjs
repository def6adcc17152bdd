// Runs the built command line on other versions of Node, which npm fetches, and compares what it writes with what this version writes:
// backtests, a store of bars, and paper trading. For the last two the packed package is installed as a user of a later Node installs it.
// Needs a build in dist/. What npm cannot fetch is skipped and named.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, concludeChecks, hasFailed } from './checks.mjs';

/** The even release lines after the oldest that package.json allows. */
const VERSIONS = ['22', '24', '26'];
/** Not metrics.json: the last digit of a figure may differ from version to version. */
const ARTEFACTS = ['orders.csv', 'fills.csv', 'trades.csv', 'equity.csv', 'provenance.jsonl'];

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = path.join(root, 'dist', 'cli', 'main.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'barstream-nodes-'));
const windows = process.platform === 'win32';

/** A new folder outside every project, with a user's files. */
function userFolder(name) {
  const folder = path.join(scratch, name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const file of ['plain.js', 'bars.mjs']) copyFileSync(path.join(root, 'test', 'cli', 'fixtures', file), path.join(folder, file));
  return folder;
}

function run(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: scratch, encoding: 'utf8', timeout: 300_000, ...options });
  if (status === 0) return { stdout, problems: [] };
  const said = `${stderr ?? ''}${error?.message ?? ''}`.trim() || `exit ${status}`;
  return { stdout, problems: said.split('\n') };
}

/** What differs between two folders. */
function differences(files, expected, found) {
  const bytes = (folder, file) => readFileSync(path.join(folder, file));
  return files
    .filter((file) => !bytes(expected, file).equals(bytes(found, file)))
    .map((file) => `${file} differs from that of ${process.version}`);
}

function backtest(node, { cwd, file }, out) {
  return run(node, [built, 'backtest', file, '--out', out], { cwd }).problems;
}

/** Bars into a store and out of it again. */
function store(node, main, folder) {
  const bars = path.join(root, 'examples', 'data', 'SPY.csv');
  const imported = run(node, [main, 'data', 'import', bars, '--store', 'bars.db'], { cwd: folder });
  if (imported.problems.length > 0) return imported.problems;
  return run(node, [main, 'data', 'export', 'SPY', '--store', 'bars.db'], { cwd: folder }).problems;
}

/** Paper trading over replayed bars, with its journal. */
function paper(node, main, folder) {
  const args = ['paper', 'plain.js', '--broker', 'simulated', '--feed', 'replay', '--state', 'state', '--seed', '1', '--json'];
  const { stdout, problems } = run(node, [main, ...args], { cwd: folder });
  writeFileSync(path.join(folder, 'summary.json'), stdout);
  return problems;
}

const backtester = userFolder('backtester');
const BACKTESTS = [
  { name: 'sma-cross.ts', cwd: root, file: 'examples/sma-cross.ts' },
  { name: 'pairs-zscore.ts', cwd: root, file: 'examples/pairs-zscore.ts' },
  { name: 'a JavaScript file outside every project', cwd: backtester, file: 'plain.js' },
];
const WITH_SQLITE = [
  { name: 'a store of bars', work: store, file: 'SPY.csv' },
  { name: 'paper trading', work: paper, file: 'summary.json' },
];

/** Path of a Node of this version, or why there is none. */
function fetched(version) {
  const printed = 'console.log(process.execPath)';
  const { stdout, problems } = run('npx', ['--yes', '--package', `node@${version}`, '--', 'node', '-e', printed], { shell: windows });
  return problems.length === 0 ? { node: stdout.trim() } : { reason: npmError(problems) };
}

function npmError(problems) {
  return problems.find((line) => line.includes('npm error')) ?? problems[0];
}

/** The command line of the package, packed and installed by a Node; or why it is not. No install scripts: 13 of better-sqlite3 has none. */
function installed(node) {
  const packed = run('npm', ['pack', '--ignore-scripts', '--pack-destination', scratch], { cwd: root, shell: windows });
  if (packed.problems.length > 0) return { reason: npmError(packed.problems) };
  const tarball = path.join(
    scratch,
    readdirSync(scratch).find((file) => file.endsWith('.tgz')),
  );
  const folder = userFolder('installed');
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` };
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', tarball];
  const { problems } = run('npm', args, { cwd: folder, env, shell: windows });
  if (problems.length > 0) return { reason: npmError(problems) };
  return { main: path.join(folder, 'node_modules', 'barstream', 'dist', 'cli', 'main.js') };
}

try {
  const expected = BACKTESTS.map((one, i) => path.join(scratch, `here-${i}`));
  BACKTESTS.forEach((one, i) => check(`${process.version}: ${one.name}`, backtest(process.execPath, one, expected[i])));
  const here = userFolder('here');
  for (const { name, work } of WITH_SQLITE) check(`${process.version}: ${name}`, work(process.execPath, built, here));

  let install;
  for (const version of hasFailed() ? [] : VERSIONS) {
    const { node, reason } = fetched(version);
    if (node === undefined) {
      console.log(`skip Node ${version}: npm could not fetch it (${reason})`);
      continue;
    }
    BACKTESTS.forEach((one, i) => {
      const out = path.join(scratch, `${version}-${i}`);
      const problems = backtest(node, one, out);
      check(`Node ${version}: ${one.name}`, problems.length > 0 ? problems : differences(ARTEFACTS, expected[i], out));
    });
    install ??= installed(node);
    if (install.main === undefined) {
      console.log(`skip a store of bars and paper trading on Node ${version}: the package could not be installed (${install.reason})`);
      continue;
    }
    const folder = userFolder(version);
    for (const { name, work, file } of WITH_SQLITE) {
      const problems = work(node, install.main, folder);
      check(`Node ${version}: ${name}`, problems.length > 0 ? problems : differences([file], here, folder));
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
concludeChecks('check:nodes');
