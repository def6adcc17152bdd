import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { openStore, writeParquet } from '../../feeds/index.js';
import type { BarSeries } from '../../src/core/series.js';
import { barMillis, isoInstant } from '../../src/core/time.js';
import { csvBlocks, type Cell } from '../../src/report/csv.js';
import { oneOf } from './common-options.js';
import { counted, print, printJson } from './output.js';
import { CountBar } from './progress.js';
import { selected, type Selection } from './select.js';

export interface ExportCommandOptions extends Selection {
  readonly json?: boolean;
  readonly out: string;
  readonly toFormat: string;
}

interface Written {
  readonly file: string;
  readonly symbol: string;
  readonly series: string;
  readonly bars: number;
}

/** Writes the bars of each symbol to a file of its own. */
export async function exportCommand(symbols: readonly string[], options: ExportCommandOptions): Promise<void> {
  const format = oneOf('to-format', options.toFormat, ['csv', 'parquet'] as const);
  const bars = openStore(options.store, { readonly: true });
  const written: Written[] = [];
  const bar = new CountBar();
  try {
    const feeds = symbols.map((symbol) => [symbol, selected(bars, symbol, options)] as const);
    mkdirSync(options.out, { recursive: true });
    await bar.start(feeds.length);
    for (const [done, [symbol, feed]] of feeds.entries()) {
      bar.update(done, symbol);
      const { series, sources } = await feed.load();
      const file = path.join(options.out, `${symbol.replaceAll(/[^\w.^=-]+/g, '_')}.${format}`);
      if (format === 'csv') await writeCsv(file, series[0]!);
      else await writeParquet(file, series[0]!);
      written.push({ file, symbol, series: sources![0]!.name, bars: series[0]!.length });
    }
  } finally {
    bar.stop();
    bars.close();
  }
  if (options.json === true) printJson(written);
  else print(written.map(({ file, series, bars: rows }) => `${file}: ${counted(rows, 'bar')} of ${series}`).join('\n'));
}

/** Sessions by their date, other bars by the instant at which they open, so that the file can be imported again. */
async function writeCsv(file: string, series: BarSeries): Promise<void> {
  const stamp = barMillis(series.interval) === undefined ? 'date' : 'timestamp';
  await pipeline(Readable.from(csvBlocks([stamp, 'open', 'high', 'low', 'close', 'volume'], rows(series))), createWriteStream(file));
}

function* rows(series: BarSeries): Generator<Cell[]> {
  const { time, open, high, low, close, volume } = series.columns;
  const isSession = barMillis(series.interval) === undefined;
  const { calendar } = series.instrument;
  for (let row = 0; row < series.length; row++) {
    const stamp = isSession ? calendar.sessionOf(time[row]!).date : isoInstant(series.openTimeAt(row));
    yield [stamp, open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!];
  }
}
