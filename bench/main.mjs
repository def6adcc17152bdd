// npm run bench -- [--check] [--json FILE] [--repetitions N] [--only W1,W2,W3,cold,scaling,indicators,data,grademark] [--data-bars N]
//
// Measures the workloads W1, W2 and W3 through the public API beside their plain loops (loop.mjs), W1 as a whole process,
// how cost grows, the indicators, and grademark. A wrong final equity ends it with exit code 1; with --check, so does
// a figure over its limit.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { cold } from './cold.mjs';
import { generate } from './data.mjs';
import * as grademark from './grademark.mjs';
import { indicators } from './indicators.mjs';
import * as loadingOf from './loading.mjs';
import { inOwnProcess, median } from './measure.mjs';
import { scaling } from './scaling.mjs';
import { digits, rate, table } from './table.mjs';

/** Final equity (of W3: the sum), to 4 decimals, and the number of fills; the most times the plain loop's CPU time. */
const REFERENCE = {
  W1: { unit: 'bars', equity: '960829.5813', fills: 38_946, most: 16, aim: 10 },
  W2: { unit: 'asset-bars', equity: '10482446.2354', fills: 1_608, most: 20, aim: 5 },
  W3: { unit: 'combinations', equity: '9969854.4059', fills: 4_726, most: 27, aim: 6 },
};
const COLD = { most: 1.2, aim: 0.8 };
const MEMORY = { most: 250, aim: 150 };

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    json: { type: 'string' },
    repetitions: { type: 'string', default: '20' },
    only: { type: 'string', default: 'W1,W2,W3,cold,scaling,indicators,data,grademark' },
    'data-bars': { type: 'string', default: '1000000' },
  },
});
const repetitions = Number(options.repetitions);
const parts = new Set(options.only.split(','));
const rows = [];
const wrong = [];
const over = [];

console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}; CPU seconds (user + system), median of ${repetitions} (least)\n`,
);
generate();
const lines = [];
for (const name of Object.keys(REFERENCE)) if (parts.has(name)) lines.push(await warm(name));
if (parts.has('cold')) lines.push(...(await coldRows()));
if (parts.has('grademark')) lines.push(...(await grademarkRows()));
if (lines.length > 0) console.log(`${table(['', 'time', 'rate', 'plain loop', 'ratio', 'must', 'aim', 'final equity'], lines)}\n`);
if (parts.has('scaling')) await scalingTable();
if (parts.has('indicators')) await indicatorTable();
if (parts.has('data')) await loadingTable(Number(options['data-bars']));

if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
const failures = [...wrong, ...(options.check ? over : [])];
for (const failure of failures) console.log(`FAILED: ${failure}`);
if (!options.check) for (const one of over) console.log(`over its limit: ${one}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function warm(name) {
  const { unit, most, aim } = REFERENCE[name];
  const { units, loop, engine, found } = await inOwnProcess('workloads.mjs', { name, repetitions });
  verify(name, name, found);
  const [plain, seconds] = [median(loop), median(engine)];
  const ratio = seconds / plain;
  limit(`${name} warm: times the plain loop`, ratio, most);
  rows.push({ name: `${name} warm`, unit: `${unit}/s`, value: units / seconds, loop: units / plain, ratio });
  return [
    `${name} warm`,
    times(engine),
    rate(units / seconds, unit),
    rate(units / plain, unit),
    digits(ratio),
    `<= ${most}`,
    aim,
    found.equity.toFixed(4),
  ];
}

async function coldRows() {
  const { javascript, typescript, ...found } = await cold({ repetitions });
  verify('W1 cold', 'W1', found);
  const seconds = (runs) => runs.map((run) => run.seconds);
  const [js, ts] = [seconds(javascript), seconds(typescript)];
  const loader = median(ts) - median(js);
  const peak = median(javascript.map((run) => run.megabytes));
  limit('W1 cold: CPU seconds', median(js), COLD.most);
  limit('W1 peak memory: MB', peak, MEMORY.most);
  rows.push({ name: 'W1 cold', unit: 'CPU s', value: median(js) });
  rows.push({ name: 'TypeScript loader', unit: 'CPU s', value: loader });
  rows.push({ name: 'W1 peak memory', unit: 'MB', value: peak });
  return [
    ['W1 cold, JavaScript', times(js), rate(1e6 / median(js), 'bars'), '', '', `<= ${COLD.most} s`, COLD.aim, found.equity.toFixed(4)],
    ['  of a TypeScript file', times(ts), '', '', '', '', '', ''],
    ['  TypeScript loader', `${loader.toFixed(3)} s`, '', '', '', '', '', ''],
    ['W1 cold, peak memory', `${Math.round(peak)} MB`, '', '', '', `<= ${MEMORY.most} MB`, MEMORY.aim, ''],
  ];
}

/** A few repetitions only: it takes its time. */
async function grademarkRows() {
  const reason = grademark.missing();
  if (reason !== undefined) return [['grademark', 'not run', '', '', '', '', '', reason]];
  const few = Math.min(repetitions, 5);
  const lines = [];
  for (const name of ['W1', 'W3']) {
    const { unit } = REFERENCE[name];
    const { units, engine, found } = await inOwnProcess('grademark.mjs', { name, repetitions: few, warmup: 1 });
    rows.push({ name: `grademark ${name}`, unit: `${unit}/s`, value: units / median(engine) });
    lines.push([`grademark ${name} (${few})`, times(engine), rate(units / median(engine), unit), '', '', '', '', found.equity.toFixed(4)]);
  }
  return lines;
}

async function scalingTable() {
  const sizes = await scaling({ repetitions: Math.min(repetitions, 5) });
  const lines = sizes.map((size) => {
    const name = `${size.assets} x ${size.bars.toLocaleString('en-US')}`;
    if (!size.equal) wrong.push(`${name}: final equity or fills are not those of the plain loop`);
    const perBar = (size.megabytes * 1e6) / size.units;
    rows.push({ name: `scaling ${size.assets} x ${size.bars}`, unit: 'ns/asset-bar', value: size.nanoseconds, ratio: size.ratio });
    rows.push({ name: `memory ${size.assets} x ${size.bars}`, unit: 'MB', value: size.megabytes });
    return [
      name,
      digits(size.nanoseconds),
      digits(size.ratio),
      size.fills.toLocaleString('en-US'),
      Math.round(size.megabytes),
      digits(perBar),
    ];
  });
  console.log(`${table(['assets x bars', 'ns a bar', 'times loop', 'fills', 'peak MB', 'bytes a bar'], lines)}\n`);
}

async function indicatorTable() {
  const lines = (await indicators({ repetitions })).map(({ name, alone, together }) => {
    rows.push({ name, unit: 'updates/s', value: alone });
    rows.push({ name: `${name} among others`, unit: 'updates/s', value: together });
    return [name, rate(alone, 'updates'), rate(together, 'updates')];
  });
  console.log(`${table(['indicator', 'alone', 'among the others'], lines)}\n`);
}

async function loadingTable(bars) {
  const names = {
    csv: 'CSV',
    store: 'SQLite, packed',
    rows: 'SQLite, row by row',
    parquet: 'Parquet, plain',
    snappy: 'Parquet, snappy',
    pandas: 'Parquet, as pandas',
  };
  const found = await loadingOf.loading({ bars, repetitions: Math.min(repetitions, 7) });
  if (bars > 1_000_000) loadingOf.removeFiles(bars);
  const lines = found.map(({ name, bytes, made, warm, cold: first, retained, peak, wrong: fault }) => {
    if (fault !== undefined) wrong.push(fault);
    const least = loadingOf.LIMITS[name];
    if (least !== undefined && bars / warm < least)
      over.push(`${names[name]}: ${rate(bars / warm, 'rows')}, at least ${rate(least, 'rows')}`);
    if (least !== undefined) {
      limit(`${names[name]}: bytes a bar that stay`, retained, loadingOf.MEMORY.retained);
      limit(`${names[name]}: bytes a bar in use at once`, peak, loadingOf.MEMORY.peak);
    }
    rows.push({ name: `load ${names[name]}`, unit: 'rows/s', value: bars / warm });
    rows.push({ name: `write ${names[name]}`, unit: 'rows/s', value: bars / made });
    return [
      names[name],
      rate(bars / warm, 'rows'),
      rate(bars / first, 'rows'),
      least === undefined ? '' : `>= ${rate(least, 'rows')}`,
      Math.round(retained),
      Math.round(peak),
      `${Math.round(bytes / 1e6)} MB`,
      rate(bars / made, 'rows'),
    ];
  });
  const head = [
    `${bars.toLocaleString('en-US')} minutes`,
    'loaded warm',
    'in a new process',
    'must',
    'B/bar kept',
    'B/bar peak',
    'file',
    'written',
  ];
  console.log(`${table(head, lines)}\n`);
}

function times(seconds) {
  return `${median(seconds).toFixed(3)} s (${Math.min(...seconds).toFixed(3)})`;
}

function verify(what, workload, { equity, fills }) {
  const expected = REFERENCE[workload];
  if (equity.toFixed(4) === expected.equity && fills === expected.fills) return;
  wrong.push(`${what}: ${equity.toFixed(4)} after ${fills} fills, not ${expected.equity} after ${expected.fills}`);
}

function limit(what, value, most) {
  if (value > most) over.push(`${what}: ${value.toFixed(2)}, at most ${most}`);
}
