// The workloads' prices: those of gen.mjs, written on demand into data/, and shorter or longer ones for everything else.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('data', import.meta.url));
const NAMES = ['time', 'open', 'high', 'low', 'close', 'volume'];

/** Writes the files of gen.mjs unless they are there. */
export function generate() {
  const missing = ['w1', 'w2', 'w3']
    .flatMap((name) => [`${name}.csv`, `${name}.f64`])
    .filter((name) => !existsSync(path.join(folder, name)));
  if (missing.length === 0) return;
  console.error(`generating ${missing.join(', ')} ...`);
  execFileSync(process.execPath, [fileURLToPath(new URL('gen.mjs', import.meta.url)), folder], { stdio: 'ignore' });
}

/** Columns of each asset in a file of gen.mjs: float64, one column after the other. Times are opens, epoch seconds. */
export function generated(file, bars) {
  const bytes = readFileSync(path.join(folder, file));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const size = bars * NAMES.length;
  return Array.from({ length: values.length / size }, (_, asset) =>
    Object.fromEntries(NAMES.map((name, i) => [name, values.subarray(asset * size + i * bars, asset * size + (i + 1) * bars)])),
  );
}

/** A seeded random walk of `bars` bars, `step` seconds each. */
export function walk(bars, seed, step) {
  const columns = Object.fromEntries(NAMES.map((name) => [name, new Float64Array(bars)]));
  const { time, open, high, low, close, volume } = columns;
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const spread = step < 86_400 ? 0.001 : 0.02;
  const cents = (price) => Math.round(price * 100) / 100;
  for (let i = 0, price = 100; i < bars; i++) {
    open[i] = cents(price);
    // Pulled back to 100, so that the price is one however long the walk is.
    close[i] = cents(price * (1 + spread * (random() - 0.5)) + (100 - price) * spread * 0.01);
    high[i] = cents(Math.max(open[i], close[i]) * (1 + spread * 0.2 * random()) + 0.005);
    low[i] = cents(Math.min(open[i], close[i]) * (1 - spread * 0.2 * random()) - 0.005);
    volume[i] = 1000 + Math.floor(9000 * random());
    time[i] = 1_420_070_400 + i * step;
    price = close[i];
  }
  return columns;
}
