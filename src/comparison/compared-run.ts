import path from 'node:path';
import { dayOfIsoDate, type IsoDate } from '../core/time.js';
import type { ManifestFile } from '../run-folder/manifest-file.js';
import { csvTable } from '../run-folder/csv-records.js';
import { RunFolder } from '../run-folder/run-folder.js';
import type { Statistic } from '../statistics/statistic.js';
import { broken } from './broken-file.js';
import { readMetrics } from './metrics-file.js';
import { readTrades, type TradeSummaryOfFile } from './trades-file.js';

/** A finished run as a comparison reads it from its folder: a point a session. */
export interface ComparedRun {
  /** Name of the run; with its folder where several have one name. */
  readonly label: string;
  readonly dir: string;
  readonly manifest: ManifestFile;
  readonly sessionsPerYear: number;
  readonly dates: readonly IsoDate[];
  readonly equity: Float64Array;
  readonly startEquity: number;
  /** The benchmark at the same sessions, NaN before its first price; `undefined` without one. */
  readonly benchmark: Float64Array | undefined;
  /** Figures of metrics.json by key, each over the run's own period. */
  readonly figures: ReadonlyMap<string, Statistic>;
  readonly trades: TradeSummaryOfFile;
}

/**
 * Reads the runs of a comparison: `manifest.json metrics.json equity.csv trades.csv` of each folder.
 * @throws ConfigError where there is no run; DataError where a file is missing, broken, or was changed after its run.
 */
export function readRuns(folders: readonly string[]): ComparedRun[] {
  const runs = folders.map(readRun);
  const labels = uniqueLabels(runs);
  return runs.map((run, i) => ({ ...run, label: labels[i]! }));
}

function readRun(given: string): ComparedRun {
  const folder = new RunFolder(given);
  const { manifest, dir } = folder;
  return {
    label: manifest.name,
    dir,
    manifest,
    ...readMetrics(folder),
    ...readEquity(folder),
    trades: readTrades(folder),
  };
}

/** The last point of each session. */
function readEquity(folder: RunFolder): Pick<ComparedRun, 'dates' | 'equity' | 'benchmark'> {
  const file = path.join(folder.dir, 'equity.csv');
  const { header, rows } = csvTable(folder.text('equity.csv'));
  for (const name of ['date', 'equity']) if (!header.includes(name)) throw broken(file, 1, `has no column ${JSON.stringify(name)}`);
  const compared = header.includes('benchmark');
  const dates: IsoDate[] = [];
  const equity: number[] = [];
  const benchmark: number[] = [];
  for (const { line, cells } of rows) {
    const date = cells['date']!;
    const value = Number(cells['equity']);
    if (dayOfIsoDate(date) === undefined) throw broken(file, line, `${JSON.stringify(date)} is no date`);
    if (cells['equity'] === '' || !Number.isFinite(value)) throw broken(file, line, `${JSON.stringify(cells['equity'])} is no equity`);
    const last = dates.length - 1;
    if (last >= 0 && date < dates[last]!) throw broken(file, line, `${date} stands after ${dates[last]!}`);
    const at = last >= 0 && date === dates[last] ? last : last + 1;
    dates[at] = date;
    equity[at] = value;
    benchmark[at] = compared && cells['benchmark'] !== '' ? Number(cells['benchmark']) : Number.NaN;
  }
  if (dates.length === 0) throw broken(file, 1, 'has no row: the run has no session');
  return { dates, equity: Float64Array.from(equity), benchmark: compared ? Float64Array.from(benchmark) : undefined };
}

/** Names of runs, with their folders where a name is not enough. */
function uniqueLabels(runs: readonly ComparedRun[]): string[] {
  const count = (labels: readonly string[], label: string): number => labels.filter((other) => other === label).length;
  const names = runs.map(({ label }) => label);
  const withFolder = runs.map(({ label, dir }) => (count(names, label) > 1 ? `${label} (${path.basename(path.resolve(dir))})` : label));
  return withFolder.map((label, i) => (count(withFolder, label) > 1 ? `${label} no. ${i + 1}` : label));
}
