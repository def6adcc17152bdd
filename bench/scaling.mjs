// Cost and memory as the number of bars and of assets grows. Each size runs in a process of its own.
import { inOwnProcess, median } from './measure.mjs';

const BARS = [10_000, 100_000, 1_000_000, 10_000_000];
const ASSETS = [1, 10, 100, 500];
const BARS_EACH = 2520;

/** Rows `{ assets, bars, nanoseconds, ratio, bytes }`: of CPU time and of peak memory for one bar of one asset. */
export async function scaling({ repetitions }) {
  const rows = [];
  for (const bars of BARS) rows.push(await row({ name: 'W1', bars, assets: 1 }, repetitions));
  for (const assets of ASSETS) rows.push(await row({ name: 'assets', bars: BARS_EACH, assets }, repetitions));
  return rows;
}

async function row(size, repetitions) {
  const { units, loop, engine, found, expected, megabytes } = await inOwnProcess('workloads.mjs', { ...size, repetitions });
  const equal = Math.abs(found.equity - expected.equity) < 5e-5 && found.fills === expected.fills;
  const seconds = median(engine);
  return {
    ...size,
    equal,
    units,
    megabytes,
    nanoseconds: (seconds / units) * 1e9,
    ratio: seconds / median(loop),
    fills: found.fills,
  };
}
