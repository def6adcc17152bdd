import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { BAD_DAY } from '../../brokers/testing/index.js';
import { scratchFolder } from '../support/cli.js';
import { cases } from '../support/scale.js';

/** What a director prints of one run. */
interface ChaosRun {
  readonly seed: number;
  /** In what journal and server differ; none where all is well. */
  readonly faults: readonly string[];
  readonly seconds: number;
  readonly kills: number;
  /** Times that the bot could not reach the venue when it started, and was started again. */
  readonly unreachable: number;
  /** Orders sent, without legs. */
  readonly orders: number;
  readonly kinds: Readonly<Record<string, number>>;
  /** Orders that the server has taken, legs included. */
  readonly accepted: number;
  readonly fills: number;
  /** Orders that were posted more than once. */
  readonly resent: number;
  readonly struck: Readonly<Record<string, number>>;
  readonly codes: Readonly<Record<string, number>>;
  /** Only of runs with faults. */
  readonly notes?: readonly string[];
}

const director = fileURLToPath(new URL('chaos/director.mjs', import.meta.url));
const given = process.env['BARSTREAM_CHAOS_SEED'];
const RUNS = Number(process.env['BARSTREAM_CHAOS_RUNS'] ?? Math.max(25, cases(250)));
const SEEDS = given === undefined ? Array.from({ length: RUNS }, (_, i) => i + 1) : given.split(',').map(Number);
/** Most of a run is waiting. */
const AT_ONCE = 6;

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

function direct(seeds: readonly number[]): Promise<readonly ChaosRun[]> {
  const failed = process.env['BARSTREAM_BUILD_ERROR'];
  if (failed !== undefined) throw new Error(`dist cannot be built:\n${failed}`);
  return new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, [director, folder.dir, String(AT_ONCE), ...seeds.map(String)], { env });
    const out: Buffer[] = [];
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = Buffer.concat(out).toString().split('\n').filter(Boolean);
      if (code === 0) resolve(lines.map((line) => JSON.parse(line) as ChaosRun));
      else reject(new Error(`the director ended with ${code}: ${err}`));
    });
  });
}

function totals(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const part of parts) for (const [name, times] of Object.entries(part)) all[name] = (all[name] ?? 0) + times;
  return all;
}

/** Everything that can go wrong between a bot and a venue; the limit of connections is one of market data. */
const FAULTS = [BAD_DAY.requests, BAD_DAY.updates, BAD_DAY.connections]
  .flatMap((group) => Object.keys(group!))
  .filter((fault) => fault !== 'connection-limit');

test(`${SEEDS.length} runs with faults and kills: no order twice, none lost, journal and server agree`, async () => {
  const runs = await direct(SEEDS);
  expect(runs.map(({ seed }) => seed).toSorted((a, b) => a - b)).toEqual(SEEDS);

  const kinds = totals(runs.map((run) => run.kinds));
  const struck = totals(runs.map((run) => run.struck));
  const sum = (of: (run: ChaosRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const kills = sum((run) => run.kills);
  console.info(
    [
      `${runs.length} runs of ${(sum(({ seconds }) => seconds) / runs.length).toFixed(1)} s: ${kills} kills, ${sum(({ orders }) => orders)} orders sent,`,
      `${sum(({ accepted }) => accepted)} taken by the server (legs included), ${sum(({ fills }) => fills)} fills, ${sum(({ resent }) => resent)} posted more than once`,
      `orders: ${JSON.stringify(kinds)}`,
      `faults: ${JSON.stringify(struck)}`,
      `notices: ${JSON.stringify(totals(runs.map(({ codes }) => codes)))}`,
    ].join('\n'),
  );

  const wrong = runs.filter(({ faults }) => faults.length > 0);
  for (const { seed, faults, notes = [] } of wrong) {
    // What threads and sockets do in time is not the seed's: a fault may take several runs to come again.
    console.error(
      `seed ${seed} (again: BARSTREAM_CHAOS_SEED=${seed} npm run test:chaos)\n  ${faults.join('\n  ')}\n${notes.slice(-40).join('\n')}`,
    );
  }
  expect(wrong.map(({ seed, faults }) => ({ seed, faults }))).toEqual([]);

  // A run in which nothing happens proves nothing.
  for (const { seed, orders, kills: times } of runs) expect({ seed, enough: orders >= 20 && times >= 1 }).toEqual({ seed, enough: true });
  if (given !== undefined) return;
  expect(kills).toBeGreaterThan(1.5 * runs.length);
  for (const kind of ['market', 'limit', 'replacement', 'leg', 'canceled', 'rejected', 'partlyFilled', 'filled']) {
    expect([kind, kinds[kind]! >= runs.length]).toEqual([kind, true]);
  }
  for (const fault of FAULTS) expect([fault, (struck[fault] ?? 0) > 0]).toEqual([fault, true]);
  expect(sum(({ resent }) => resent)).toBeGreaterThan(0);
}, 1_800_000);
