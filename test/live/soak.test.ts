import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { scratchFolder } from '../support/cli.js';

/** What the child prints. */
interface Soak {
  readonly minutes: Readonly<
    Record<string, { readonly count: number; readonly first: string; readonly last: string; readonly symbols: number }>
  >;
  /** Bytes after a full collection at the last minute of each week. */
  readonly heap: Readonly<Record<string, number>>;
  readonly muted: number;
  readonly states: Readonly<Record<string, string>>;
  readonly ends: readonly string[];
  readonly notes: readonly { readonly level: string; readonly code: string }[];
  readonly live: { readonly decisions: readonly unknown[]; readonly outcomes: readonly unknown[] };
  readonly backtest: { readonly decisions: readonly unknown[]; readonly outcomes: readonly unknown[] };
}

const child = fileURLToPath(new URL('soak-run.mjs', import.meta.url));

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

async function soak(how: 'through' | 'weekends'): Promise<Soak> {
  const failed = process.env['BARSTREAM_BUILD_ERROR'];
  if (failed !== undefined) throw new Error(`dist cannot be built:\n${failed}`);
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, path.join(folder.dir, how), how], {
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Soak;
}

/** Sessions of the exchange in that month: not Thanksgiving, the 28th. */
const DATES = [1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27, 29].map(
  (day) => `2024-11-${String(day).padStart(2, '0')}`,
);

/** Minutes of each session as the exchange states them: 9:30 to 16:00 in New York, to 13:00 on the 29th; summer time until the 3rd. */
function expectWholeSessions({ minutes }: Soak): void {
  expect(Object.keys(minutes)).toEqual([...DATES, '2024-12-02']);
  const stamps = (date: string, open: string, close: string) => ({ first: `${date}T${open}:00.000Z`, last: `${date}T${close}:00.000Z` });
  for (const [date, { count, first, last, symbols }] of Object.entries(minutes)) {
    expect(symbols).toBe(3);
    expect([date, count]).toEqual([date, date === '2024-11-29' ? 210 : 390]);
    if (date === '2024-11-01') expect({ first, last }).toEqual(stamps(date, '13:31', '20:00'));
    else expect({ first, last }).toEqual(stamps(date, '14:31', date === '2024-11-29' ? '18:00' : '21:00'));
  }
}

describe('a month of minutes, from Friday 1 November to Monday 2 December 2024', () => {
  test('every minute of every session, the orders of the backtest, and a heap that does not grow', async () => {
    const run = await soak('through');
    expect(run.ends).toEqual(['ended']);
    expectWholeSessions(run);
    expect(run.muted).toBe(0);
    expect(run.notes).toEqual([]);
    // 20 sessions of 390 minutes and one of 210, three symbols, less the 59 minutes before an average of 60 has its first value.
    // The opening timer of the first session is not after the start.
    const state = JSON.parse(run.states['Minutes']!) as { memory: { bars: number; entries: number; days: number } };
    expect(state.memory).toMatchObject({ bars: 3 * (20 * 390 + 210 - 59), days: 20 });

    expect(run.backtest.decisions.length).toBeGreaterThan(500);
    expect(run.live).toEqual(run.backtest);

    const [, second, , last] = Object.values(run.heap);
    console.info(
      `heap after each week: ${Object.values(run.heap)
        .map((bytes) => `${(bytes / 2 ** 20).toFixed(2)} MiB`)
        .join(', ')}; ${run.live.decisions.length} decisions`,
    );
    expect(last! / second!).toBeGreaterThan(0.95);
    expect(last! / second!).toBeLessThan(1.05);
  }, 120_000);

  test('ended on Fridays and begun again on Mondays, it is the same month', async () => {
    const run = await soak('weekends');
    expect(run.ends).toEqual(['signal', 'signal', 'signal', 'signal', 'ended']);
    expectWholeSessions(run);
    expect(run.muted).toBe(0);
    expect(run.live).toEqual(run.backtest);
  }, 120_000);
});
