// What it costs to keep and to load bars: CSV, the SQLite store (packed and row by row), Parquet. CPU time and memory.
import { mkdirSync, rmSync, statSync, writeSync, openSync, closeSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { folder, walk } from './data.mjs';
import { alternate, api, dist, inOwnProcess, median, peakMegabytes } from './measure.mjs';

/** Rows a second that loading must reach, warm; none for what is measured for comparison only. */
export const LIMITS = { csv: 1.5e6, store: 0.8e6, rows: undefined, parquet: 1.5e6, snappy: undefined, pandas: undefined };
/** Bytes a bar that may stay, and that may be in use at once. */
export const MEMORY = { retained: 60, peak: 200 };
/** Beyond this many bars only CSV, the packed store and snappy files are measured: they fill a disk. */
const MANY = 2_000_000;
const KEY = { source: 'bench', symbol: 'S', interval: '1m', adjustment: 'raw' };
const INSTRUMENT = { calendar: 'always-open' };

/** Each way of loading `bars` minutes: CPU seconds warm and in a fresh process, memory, and what making the file took. */
export async function loading({ bars, repetitions }) {
  const files = await inOwnProcess('loading.mjs', { step: 'make', bars });
  const found = [];
  for (const [name, { bytes, seconds }] of Object.entries(files)) {
    const { warm, checksum } = await inOwnProcess('loading.mjs', { step: 'warm', name, bars, repetitions });
    const cold = await inOwnProcess('loading.mjs', { step: 'cold', name, bars });
    const wrong =
      checksum === files.csv.checksum && cold.checksum === checksum ? undefined : `${name}: the bars are not those of the CSV file`;
    found.push({ name, bars, bytes, made: seconds, warm: median(warm), least: Math.min(...warm), ...cold, wrong });
  }
  return found;
}

/** Called in a process of its own. */
export async function measure({ step, name, bars, repetitions = 5 }) {
  const feeds = await import(pathToFileURL(path.join(dist, 'feeds/index.js')).href);
  if (step === 'make') return make(feeds, await api(), bars);
  if (step === 'warm') {
    let checksum;
    const [warm] = await alternate([async () => (checksum = sumOf(await load(feeds, name, bars)))], { repetitions, warmup: 2 });
    return { warm, checksum };
  }
  return cold(feeds, name, bars);
}

function fileOf(name, bars) {
  const ending = { csv: 'csv', store: 'db', rows: 'db', parquet: 'parquet', snappy: 'snappy.parquet', pandas: 'pandas.parquet' }[name];
  return path.join(folder, `minutes-${bars}.${name === 'rows' ? 'rows.' : ''}${ending}`);
}

async function load(feeds, name, bars) {
  const file = fileOf(name, bars);
  const common = { basis: 'raw', interval: '1m' };
  const feed = {
    csv: () => feeds.csv({ ...common, files: { S: file }, time: { format: 'epoch-seconds', stamp: 'open' }, instrument: INSTRUMENT }),
    store: () => feeds.store(file, { ...common, symbols: ['S'] }),
    rows: () => feeds.store(file, { ...common, symbols: ['S'] }),
    parquet: () => feeds.parquet({ ...common, files: { S: file }, instrument: INSTRUMENT }),
    snappy: () => feeds.parquet({ ...common, files: { S: file }, instrument: INSTRUMENT }),
    pandas: () => feeds.parquet({ ...common, files: { S: file }, time: { stamp: 'open' }, instrument: INSTRUMENT }),
  }[name]();
  return (await feed.load()).series[0];
}

/** Time, memory that stays after a collection, and the peak, of one load in a fresh process. */
async function cold(feeds, name, bars) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const inUse = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = inUse();
  const resident = peakMegabytes() * 1e6;
  const cpu = process.cpuUsage();
  const series = await load(feeds, name, bars);
  const { user, system } = process.cpuUsage(cpu);
  const peak = (peakMegabytes() * 1e6 - resident) / bars;
  const retained = (inUse() - before) / bars;
  return { cold: (user + system) / 1e6, retained, peak, checksum: sumOf(series) };
}

/** All columns of all rows in one figure, so that what is loaded is looked at. */
function sumOf({ columns: { time, open, high, low, close, volume }, length }) {
  let sum = length;
  for (let i = 0; i < length; i++)
    sum = (sum * 31 + (time[i] % 1e9) + open[i] * 3 + high[i] * 5 + low[i] * 7 + close[i] * 11 + volume[i] * 13) % 1_000_000_007;
  return sum;
}

/** Writes the files. `seconds` is the CPU time of writing, without that of making up the prices. */
async function make(feeds, { BarSeries, Instrument }, bars) {
  mkdirSync(folder, { recursive: true });
  const { time: opens, ...prices } = walk(bars, 1, 60);
  const time = opens.map((seconds) => (seconds + 60) * 1000);
  const series = new BarSeries(new Instrument({ symbol: 'S', calendar: 'always-open' }), '1m', { time, ...prices });
  const made = {};
  const write = async (name, work) => {
    const file = fileOf(name, bars);
    for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
    const cpu = process.cpuUsage();
    await work(file);
    const { user, system } = process.cpuUsage(cpu);
    made[name] = { seconds: (user + system) / 1e6, bytes: statSync(file).size };
  };
  await write('csv', (file) => writeCsv(file, opens, prices));
  made.csv.checksum = sumOf(series);
  const keep = (file) => {
    const bars = feeds.openStore(file);
    bars.write({ key: KEY, series });
    bars.close();
  };
  await write('store', keep);
  if (bars <= MANY) {
    await write('rows', keep);
    dropPacks(fileOf('rows', bars));
  }
  if (bars <= MANY) await write('parquet', (file) => feeds.writeParquet(file, series, { compression: 'none' }));
  await write('snappy', (file) => feeds.writeParquet(file, series));
  if (bars <= MANY) await write('pandas', (file) => writeAsPandas(file, time, prices));
  return made;
}

/** The same store without its packed copies: every row is read from its table. */
function dropPacks(file) {
  const name = Number.parseInt(process.versions.node, 10) < 22 ? 'better-sqlite3' : 'better-sqlite3-napi';
  const Database = createRequire(path.join(dist, 'package.json'))(name);
  const db = new Database(file);
  db.exec('DELETE FROM pack');
  db.close();
}

function writeCsv(file, time, { open, high, low, close, volume }) {
  const handle = openSync(file, 'w');
  writeSync(handle, 'time,open,high,low,close,volume\n');
  let text = '';
  for (let i = 0; i < time.length; i++) {
    text += `${time[i]},${open[i]},${high[i]},${low[i]},${close[i]},${volume[i]}\n`;
    if (text.length < 1 << 20 && i + 1 < time.length) continue;
    writeSync(handle, text);
    text = '';
  }
  closeSync(handle);
}

/** As pandas writes it: every column may be null, nanoseconds, int64 volume, dictionaries where they pay, snappy. */
async function writeAsPandas(file, time, { open, high, low, close, volume }) {
  const resolve = createRequire(path.join(dist, 'package.json'));
  const { parquetWriteFile } = await import(pathToFileURL(resolve.resolve('hyparquet-writer')).href);
  const optional = { repetition_type: 'OPTIONAL' };
  parquetWriteFile({
    filename: file,
    columnData: [
      { name: 'open', data: open },
      { name: 'high', data: high },
      { name: 'low', data: low },
      { name: 'close', data: close },
      { name: 'volume', data: BigInt64Array.from(volume, BigInt) },
      { name: 'timestamp', data: BigInt64Array.from(time, (close) => BigInt(close - 60_000) * 1_000_000n) },
    ],
    schema: [
      { name: 'schema', num_children: 6 },
      ...['open', 'high', 'low', 'close'].map((name) => ({ name, type: 'DOUBLE', ...optional })),
      { name: 'volume', type: 'INT64', ...optional },
      { name: 'timestamp', type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' }, ...optional },
    ],
    rowGroupSize: 1_048_576,
  });
}

/** The files of many bars are too large to be left behind. */
export function removeFiles(bars) {
  for (const name of Object.keys(LIMITS)) for (const ending of ['', '-wal', '-shm']) rmSync(fileOf(name, bars) + ending, { force: true });
}
