import path from 'node:path';
import { csvTable } from '../run-folder/csv-records.js';
import type { RunFolder } from '../run-folder/run-folder.js';
import { broken } from './broken-file.js';

/** What a comparison says of a run's trades. Money after costs. */
export interface TradeSummaryOfFile {
  readonly count: number;
  readonly long: number;
  readonly short: number;
  readonly symbols: readonly string[];
  readonly profits: number;
  /** `undefined` without a trade. */
  readonly best: number | undefined;
  readonly worst: number | undefined;
}

/** Sums up trades.csv. @throws DataError where it is not what a run wrote. */
export function readTrades(folder: RunFolder): TradeSummaryOfFile {
  const file = path.join(folder.dir, 'trades.csv');
  const { header, rows } = csvTable(folder.text('trades.csv'));
  for (const name of ['symbol', 'side', 'net_profit'])
    if (!header.includes(name)) throw broken(file, 1, `has no column ${JSON.stringify(name)}`);
  const symbols = new Set<string>();
  let long = 0;
  let profits = 0;
  let best: number | undefined;
  let worst: number | undefined;
  for (const { line, cells } of rows) {
    const net = Number(cells['net_profit']);
    if (cells['net_profit'] === '' || !Number.isFinite(net))
      throw broken(file, line, `${JSON.stringify(cells['net_profit'])} is no profit`);
    symbols.add(cells['symbol']!);
    if (cells['side'] === 'long') long++;
    if (net > 0) profits++;
    best = best === undefined ? net : Math.max(best, net);
    worst = worst === undefined ? net : Math.min(worst, net);
  }
  return { count: rows.length, long, short: rows.length - long, symbols: [...symbols], profits, best, worst };
}
