import { openStore } from '../../feeds/index.js';
import { ConfigError } from '../../src/core/errors.js';
import { isoInstant } from '../../src/core/time.js';
import { counted, print, printJson, table, timeOf } from './output.js';
import { selected, type Selection } from './select.js';

export interface ShowCommandOptions extends Selection {
  readonly json?: boolean;
  readonly rows: string;
}

/** Prints the first and the last bars of a symbol. */
export async function showCommand(symbol: string, options: ShowCommandOptions): Promise<void> {
  const wanted = rowsOf(options.rows);
  const bars = openStore(options.store, { readonly: true });
  const feed = selected(bars, symbol, options);
  bars.close();
  const { series, sources } = await feed.load();
  const { columns, length, interval } = series[0]!;
  const shown = Array.from({ length }, (_, row) => row).filter((row) => row < wanted || row >= length - wanted);
  const names = ['open', 'high', 'low', 'close', 'volume'] as const;
  if (options.json === true) {
    printJson({
      series: sources![0]!.name,
      bars: length,
      rows: shown.map((row) => ({
        closes: isoInstant(columns.time[row]!),
        ...Object.fromEntries(names.map((name) => [name, columns[name][row]])),
        ...(columns.extended?.[row] === 1 && { extended: true }),
      })),
    });
    return;
  }
  const lines = shown.map((row) => [
    timeOf(columns.time[row], interval),
    ...names.map((name) => String(Number(columns[name][row]!.toPrecision(10)))),
    columns.extended?.[row] === 1 ? 'outside the session' : '',
  ]);
  if (shown.length < length) lines.splice(wanted, 0, ['...', '', '', '', '', '', '']);
  print(`${sources![0]!.name}: ${counted(length, 'bar')}\n`);
  if (length > 0) print(await table([interval === '1d' ? 'date' : 'closes (UTC)', ...names, ''], lines, [...names]));
}

function rowsOf(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new ConfigError(`--rows ${JSON.stringify(text)} is no number of rows`, {
    code: 'cli/rows',
    context: { rows: text },
    hint: 'write a whole number above 0',
  });
}
