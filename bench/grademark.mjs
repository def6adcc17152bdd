// W1 and W3 in grademark, the nearest engine on npm. It has no account, so its equity is worked out from its trades;
// it cannot sell and buy again at the same open, so its figures differ a little from the reference.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { generated } from './data.mjs';
import { alternate } from './measure.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const FEE = 0.001;
const SIZE = 10;

/** Installs grademark into bench/node_modules unless it is there. Returns why it cannot, or `undefined`. */
export function missing() {
  if (existsSync(`${here}node_modules/grademark/package.json`)) return undefined;
  console.error('installing grademark into bench/node_modules ...');
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: here,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 120_000,
  });
  if (npm.status === 0) return undefined;
  const reason = npm.error?.message ?? (npm.stderr ?? '').split('\n').find((line) => line.includes('npm error')) ?? `exit ${npm.status}`;
  return `grademark is not installed and npm could not fetch it (${reason.trim()}); run \`npm ci\` in bench/ when online`;
}

/** `{ units, engine, found }` of W1 or W3: averages as running sums (its own are slower), the trades, its analysis of them. */
export async function measure({ name, repetitions, warmup }) {
  const require = createRequire(import.meta.url);
  const { DataFrame } = require('data-forge');
  const { analyze, backtest } = require('grademark');
  const prices = name === 'W1' ? generated('w1.f64', 1e6)[0] : generated('w3.f64', 2520)[0];
  const bars = barsOf(prices);
  const strategy = {
    entryRule: (enter, { bar }) => bar.fast - bar.slow > 1e-9 && enter({ direction: 'long' }),
    exitRule: (exit, { bar }) => bar.fast - bar.slow > 1e-9 || exit(),
  };
  const cash = name === 'W1' ? 1e6 : 1e5;
  let found;
  const run = () => {
    found = { equity: 0, fills: 0 };
    for (const [fast, slow] of combinations(name)) {
      const trades = backtest(strategy, new DataFrame(withAverages(bars, fast, slow)));
      analyze(cash, trades);
      found.equity += cash + trades.reduce((sum, trade) => sum + profit(trade), 0);
      found.fills += trades.reduce((sum, trade) => sum + (trade.exitReason === 'finalize' ? 1 : 2), 0);
    }
  };
  const [engine] = await alternate([run], { repetitions, warmup });
  return { units: name === 'W1' ? bars.length : combinations(name).length, engine, found };
}

function profit({ entryPrice, exitPrice, exitReason }) {
  const fees = FEE * (entryPrice + (exitReason === 'finalize' ? 0 : exitPrice));
  return SIZE * (exitPrice - entryPrice - fees);
}

function combinations(name) {
  if (name === 'W1') return [[10, 30]];
  const ten = Array.from({ length: 10 }, (_, i) => i + 1);
  return ten.flatMap((i) => ten.map((j) => [i * 5, j * 20]));
}

function barsOf({ time, open, high, low, close, volume }) {
  return Array.from(close, (price, i) => ({
    time: new Date(time[i] * 1000),
    open: open[i],
    high: high[i],
    low: low[i],
    close: price,
    volume: volume[i],
  }));
}

function withAverages(bars, fast, slow) {
  let [sumFast, sumSlow] = [0, 0];
  return bars.map((bar, i) => {
    sumFast += bar.close - (i < fast ? 0 : bars[i - fast].close);
    sumSlow += bar.close - (i < slow ? 0 : bars[i - slow].close);
    const warm = i >= Math.max(fast, slow) - 1;
    return { ...bar, fast: warm ? sumFast / fast : Number.NaN, slow: warm ? sumSlow / slow : Number.NaN };
  });
}
