// Runs the tests: `node scripts/test.mjs [--long] [--coverage] [any jest argument]`.
// --long runs the property and stress tests at full size (BARSTREAM_TEST_SCALE=1 instead of 0.1).
// --chaos runs a bot against a failing venue 300 times, and nothing else; in the everyday run it is 25 times.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeSlowest } from './slowest-reporter.mjs';

const scripts = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(scripts);
const given = process.argv.slice(2);
const long = given.includes('--long');
const chaos = given.includes('--chaos');
const passedOn = [...given.filter((one) => one !== '--long' && one !== '--chaos'), ...(chaos ? ['test/live/chaos'] : [])];
const has = (name) => passedOn.some((one) => one === `--${name}` || one.startsWith(`--${name}=`));

// Jest's `--reporters` swallows bare words after it, hence the given arguments come first.
const jestArguments = [path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'), ...passedOn];
if (!['maxWorkers', 'runInBand'].some(has) && !passedOn.includes('-i') && !passedOn.includes('-w')) jestArguments.push('--maxWorkers=2');
if (has('verbose')) jestArguments.push('--reporters=default');
else if (!has('reporters')) jestArguments.push('--verbose=false', `--reporters=${path.join(scripts, 'compact-reporter.mjs')}`);
jestArguments.push(`--reporters=${path.join(scripts, 'slowest-reporter.mjs')}`);

const nodeOptions = [process.env.NODE_OPTIONS, '--experimental-vm-modules'];
// Node 20.11 can silence just the warning that jest's module loader causes; older versions print it.
if (process.allowedNodeEnvironmentFlags.has('--disable-warning')) nodeOptions.push('--disable-warning=ExperimentalWarning');

const scratch = mkdtempSync(path.join(tmpdir(), 'barstream-test-'));
const summaryFile = path.join(scratch, 'summary.json');
const jest = spawn(process.execPath, jestArguments, {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_OPTIONS: nodeOptions.filter(Boolean).join(' '),
    BARSTREAM_TEST_SCALE: long ? '1' : (process.env.BARSTREAM_TEST_SCALE ?? '0.1'),
    BARSTREAM_TEST_SUMMARY: summaryFile,
    ...(chaos && { BARSTREAM_CHAOS_RUNS: '300' }),
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));

jest.on('exit', (code, signal) => {
  const status = code ?? 128 + (constants.signals[signal] ?? 0);
  const summary = existsSync(summaryFile) ? JSON.parse(readFileSync(summaryFile, 'utf8')) : undefined;
  rmSync(scratch, { recursive: true, force: true });
  if (summary !== undefined) {
    const { passed, failed, filtered, skipped, slowest } = summary;
    console.log(`\n${describeSlowest(slowest)}\n`);
    if (filtered > 0) console.log(`${filtered} left out by the name filter`);
    else console.log(`${skipped.length} skipped${skipped.length > 0 ? ': ' : ''}${skipped.map((one) => one.name).join('; ')}`);
    console.log(`${passed} passed, ${failed} failed`);
  } else if (status !== 0) {
    console.log('jest stopped before it could report');
    console.log('0 passed, 0 failed');
  }
  process.exitCode = status;
});
