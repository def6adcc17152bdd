import { openStore } from '../../feeds/index.js';
import type { CommandContext } from '../../src/cli/command.js';
import { EXIT } from '../../src/cli/exit-codes.js';
import { DataError } from '../../src/core/errors.js';
import { isoDateOfDay, isoInstant } from '../../src/core/time.js';
import type { StoredSeries } from '../../src/store/bar-store.js';
import { count, counted, print, printJson, table, timeOf } from './output.js';

export interface ListCommandOptions {
  readonly store: string;
  readonly json?: boolean;
}

/** Prints what the store has: one line for each symbol, interval, source and feed. */
export async function listCommand(symbols: readonly string[], options: ListCommandOptions, context: CommandContext): Promise<void> {
  const store = openStore(options.store, { readonly: true });
  const all = store.list();
  store.close();
  const wanted = symbols.length === 0 ? all : all.filter(({ key }) => symbols.includes(key.symbol));
  const missing = symbols.filter((symbol) => !all.some(({ key }) => key.symbol === symbol));
  if (options.json === true) printJson(wanted.map(described));
  else if (wanted.length > 0) print(await listing(wanted));
  else if (missing.length === 0) print(`${options.store} is empty`);
  if (missing.length === 0) return;
  if (wanted.length === 0) {
    throw new DataError(`${options.store} has nothing of ${missing.join(', ')}`, {
      code: 'store/no-series',
      context: { store: options.store, symbols: missing },
      hint: 'run `npx barstream data list` without a symbol to see what there is',
    });
  }
  process.stderr.write(`${options.store} has nothing of ${missing.join(', ')}\n`);
  context.exitWith(EXIT.data);
}

async function listing(all: readonly StoredSeries[]): Promise<string> {
  const groups = new Map<string, StoredSeries[]>();
  for (const one of all) {
    const { symbol, interval, source, feed = '' } = one.key;
    const name = [symbol, interval, source, feed].join('\n');
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const rows = [...groups.values()].map((group) => {
    const { key, volume } = group[0]!;
    const rowCounts = [...new Set(group.map(({ rows: bars }) => bars))];
    const first = Math.min(...group.map((one) => one.first ?? Infinity));
    const last = Math.max(...group.map((one) => one.last ?? -Infinity));
    return [
      key.symbol,
      key.interval,
      key.feed === undefined ? key.source : `${key.source} (${key.feed})`,
      group.map((one) => one.key.adjustment).join(', '),
      rowCounts.map(count).join(' / '),
      timeOf(Number.isFinite(first) ? first : undefined, key.interval),
      timeOf(Number.isFinite(last) ? last : undefined, key.interval),
      volume === 'known' ? '' : 'unknown',
    ];
  });
  const bars = all.reduce((sum, one) => sum + one.rows, 0);
  const symbols = new Set(all.map(({ key }) => key.symbol)).size;
  const lines = await table(['symbol', 'interval', 'source', 'adjustments', 'bars', 'from', 'to', 'volume'], rows, ['bars']);
  return `${lines}\n\n${counted(symbols, 'symbol')}, ${counted(all.length, 'series').replace(/ss$/, 's')}, ${counted(bars, 'bar')}`;
}

function described({ key, rows, first, last, covered, ...rest }: StoredSeries): object {
  return {
    ...key,
    bars: rows,
    first: first === undefined ? null : isoInstant(first),
    last: last === undefined ? null : isoInstant(last),
    covered: covered.map((range) => ({ from: isoDateOfDay(range.first), to: isoDateOfDay(range.last) })),
    ...rest,
  };
}
