// node stepper-director.mjs SCRATCH AT_ONCE [POINT]: lets the stepper run once, then has it killed at each point that it has crossed, each time
// with a venue of its own, and started again. Prints one line of JSON a run.
import { spawn } from 'node:child_process';
import path from 'node:path';

import { startFakeAlpaca } from '../../../dist/brokers/testing/index.js';
import { bundled } from './bundle.mjs';
import { differences, readJournal } from './compare.mjs';
import { sharedClock } from './market.mjs';

function play(script, parameters, env) {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...parameters.map(String)], { env: { ...inherited, ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const late = setTimeout(() => child.kill('SIGTERM'), 120_000);
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      clearTimeout(late);
      const line = (word) =>
        out
          .split('\n')
          .find((each) => each.startsWith(`${word} `))
          ?.slice(word.length + 1);
      resolve({ code, signal, err, killed: line('killed'), result: line('result') && JSON.parse(line('result')) });
    }),
  );
}

async function run(script, scratch, point, time) {
  const origin = Date.now();
  const clock = sharedClock(origin);
  const server = await startFakeAlpaca({ clock, hours: 'driven', partialFills: 0, fills: 'next-price', account: { cash: 100_000 } });
  server.market.open();
  // Six shares at a time: ten take two fills.
  const ticker = setInterval(() => server.market.quote('AAA', { bid: '39.9', ask: '40.1' }, { size: 6 }), 20);
  const folder = path.join(scratch, `${point ?? 'whole'}-${time ?? 0}`.replace(':', '-'));
  const first = await play(script, [folder, origin, ...(point === undefined ? [] : [point, time])], server.env);
  const last = first.killed === undefined ? first : await play(script, [folder, origin], server.env);
  clearInterval(ticker);
  const state = server.state();
  await server.stop();
  const journal = readJournal(folder);
  const faults =
    last.result === undefined
      ? [`the stepper ended with ${last.code ?? last.signal}: ${last.err}`]
      : differences(journal, last.result, state);
  return {
    point: point ?? null,
    time: time ?? 0,
    killed: first.killed ?? null,
    crossed: last.result?.crossed,
    faults,
    cash: state.cash,
    positions: state.positions,
    orders: state.orders.map(
      ({ side, type, qty, limitPrice, status, filledQty }) => `${side} ${qty} ${type} ${limitPrice ?? ''} ${status} ${filledQty}`,
    ),
    fills: state.fills.length,
    attempts: Object.values(state.attempts),
    notes: journal.notes.map(({ code }) => code),
  };
}

const [scratch, atOnce, only] = process.argv.slice(2);
const script = await bundled('stepper.mjs', scratch);
const whole = await run(script, scratch);
const points = Object.entries(whole.crossed)
  .filter(([point]) => only === undefined || point === only)
  .flatMap(([point, times]) => Array.from({ length: times }, (_, i) => [point, i + 1]));
process.stdout.write(`${JSON.stringify(whole)}\n`);
const one = async () => {
  for (let next = points.shift(); next !== undefined; next = points.shift()) {
    process.stdout.write(`${JSON.stringify(await run(script, scratch, ...next))}\n`);
  }
};
await Promise.all(Array.from({ length: Number(atOnce) }, one));
