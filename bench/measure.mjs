// CPU time of functions and of processes. Wall time is left out on purpose: on a busy machine it says little.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Folder of the compiled package that is measured. */
export const dist = path.resolve(process.env.BARSTREAM_DIST ?? fileURLToPath(new URL('../dist', import.meta.url)));

/** The package's public API: the entries `.` and `./brokers`. */
export async function api() {
  if (!existsSync(dist)) throw new Error(`nothing to measure: there is no ${dist}; run \`npm run build\` first`);
  const entry = (file) => import(pathToFileURL(path.join(dist, file)).href);
  return { ...(await entry('src/index.js')), ...(await entry('brokers/index.js')) };
}

/** CPU seconds (user and system, all threads) since the process began. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * CPU seconds of each of several functions, `repetitions` times in turn. Each has run for `warmup` rounds and two
 * seconds (or 200 rounds) before, so that its code is compiled.
 */
export async function alternate(functions, { repetitions, warmup = 5 }) {
  for (const run of functions) {
    const began = cpuSeconds();
    for (let round = 0; round < warmup || (cpuSeconds() - began < 2 && round < 200); round++) await run();
  }
  const seconds = functions.map(() => []);
  for (let round = 0; round < repetitions; round++) {
    for (const [i, run] of functions.entries()) {
      // The garbage collector's threads finish what the function before has left, so that it is not counted here.
      await pause(10);
      const before = cpuSeconds();
      await run();
      seconds[i].push(cpuSeconds() - before);
    }
  }
  return seconds;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Peak memory of this process in MB (10^6 bytes). */
export function peakMegabytes() {
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

/** Calls `measure(argument)` of a file in this folder in a process of its own, and returns what it returns. */
export async function inOwnProcess(file, argument) {
  const { stdout } = await run([fileURLToPath(new URL('child.mjs', import.meta.url)), file, JSON.stringify(argument)]);
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n', stdout.length - 2) + 1));
}

/** Runs a Node process to its end and returns its CPU seconds, peak memory and output. */
export async function wholeProcess(args, options = {}) {
  const file = path.join(tmpdir(), `barstream-bench-${process.pid}.json`);
  // With that variable Node reads all root certificates at each start, which takes longer than the rest of it.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  try {
    const { stdout } = await run(['--import', new URL('usage.mjs', import.meta.url).href, ...args], {
      ...options,
      env: { ...env, BARSTREAM_BENCH_USAGE: file },
    });
    return { ...JSON.parse(readFileSync(file, 'utf8')), stdout };
  } finally {
    rmSync(file, { force: true });
  }
}

function run(args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve({ stdout, stderr }) : reject(new Error(`node ${args.join(' ')}: exit ${code}\n${stderr}`)),
    );
  });
}
