import { existsSync } from 'node:fs';

import { openStore } from '../../feeds/index.js';
import type { CommandContext } from '../../src/cli/command.js';
import { EXIT } from '../../src/cli/exit-codes.js';
import { DataError } from '../../src/core/errors.js';
import { checkBars, type QualityReport } from '../../src/quality/index.js';
import type { BarStore, StoredSeries } from '../../src/store/bar-store.js';
import { basisOf, intervalOf, barIntervalOf, oneOf } from './common-options.js';
import { checkReport, type Checked } from './check-report.js';
import { printJson, print } from './output.js';
import { CountBar } from './progress.js';
import { readFile } from './read-file.js';
import { PREFERRED } from './select.js';

export interface CheckCommandOptions {
  readonly store: string;
  readonly json?: boolean;
  readonly interval?: string;
  readonly basis?: string;
  readonly stamp?: string;
  readonly zone?: string;
  readonly calendar: string;
  readonly strict?: boolean;
}

/** Checks symbols of the store, or files. Errors (with `--strict` also warnings) give exit code 1. */
export async function checkCommand(what: readonly string[], options: CheckCommandOptions, context: CommandContext): Promise<void> {
  const files = what.filter(isFile);
  const symbols = what.filter((one) => !isFile(one));
  const checked: Checked[] = [];
  const bar = new CountBar();
  try {
    if (symbols.length > 0 || files.length === 0) await checkStore(symbols, options, context, bar, checked);
    else await bar.start(files.length);
    for (const [done, file] of files.entries()) {
      bar.update(done, file);
      checked.push(await checkFile(file, options, context.signal));
    }
  } finally {
    bar.stop();
  }
  if (options.json === true) printJson(checked.map(({ subject, report }) => ({ subject, ...report })));
  else print(await checkReport(checked));
  const failing = options.strict === true ? ['error', 'warning'] : ['error'];
  if (checked.some(({ report }) => failing.includes(report.worst))) context.exitWith(EXIT.failed);
}

async function checkStore(
  symbols: readonly string[],
  options: CheckCommandOptions,
  { signal }: CommandContext,
  bar: CountBar,
  checked: Checked[],
): Promise<void> {
  const bars = openStore(options.store, { readonly: true });
  try {
    const wanted = seriesToCheck(bars, symbols, options);
    await bar.start(wanted.length);
    for (const [done, one] of wanted.entries()) {
      signal.throwIfAborted();
      const { key } = one;
      bar.update(done, key.symbol);
      const subject = `${key.symbol} ${key.interval} ${key.adjustment} from ${key.source}${key.feed === undefined ? '' : ` (${key.feed})`}`;
      checked.push({ subject, report: checkSeries(bars, one) });
    }
  } finally {
    bars.close();
  }
}

function checkSeries(bars: BarStore, { key }: StoredSeries): QualityReport {
  const series = bars.read(key);
  const actions = bars.actions(key.source, key.symbol).flatMap((history) => history.actions);
  const adjusted =
    key.adjustment === 'total-return' ? undefined : bars.list({ ...key, adjustment: 'total-return', feed: key.feed ?? '' })[0];
  const closes = adjusted && bars.read(adjusted.key);
  // Row by row, so only where both have the same bars.
  const fits =
    closes !== undefined && closes.columns.time.every((time, row) => time === series.columns.time[row]) && closes.length === series.length;
  return checkBars(series, {
    ...(fits && { adjustedClose: closes.columns.close }),
    ...(key.adjustment === 'raw' && { knownSplits: actions.filter(({ kind }) => kind === 'split').map(({ exDate }) => exDate) }),
    knownDividends: actions.filter(({ kind }) => kind === 'dividend').length,
  });
}

/** The least adjusted series of each symbol, interval and source, or the ones on the basis that is asked for. */
function seriesToCheck(bars: BarStore, symbols: readonly string[], options: CheckCommandOptions): StoredSeries[] {
  const basis = basisOf(options.basis);
  const interval = options.interval === undefined ? undefined : barIntervalOf(options.interval);
  const of = (symbol: string | undefined): StoredSeries[] => {
    const all = bars.list({ ...(symbol !== undefined && { symbol }), ...(interval && { interval }), ...(basis && { adjustment: basis }) });
    if (basis !== undefined) return [...all];
    const least = new Map<string, StoredSeries>();
    for (const one of all) {
      const name = [one.key.symbol, one.key.interval, one.key.source, one.key.feed].join('\n');
      const known = least.get(name);
      if (known === undefined || PREFERRED.indexOf(one.key.adjustment) < PREFERRED.indexOf(known.key.adjustment)) least.set(name, one);
    }
    return [...least.values()];
  };
  const found = symbols.length === 0 ? of(undefined) : symbols.flatMap((symbol) => orMissing(of(symbol), symbol, options.store));
  return found.length > 0 ? found : orMissing(found, 'anything', options.store);
}

function orMissing(found: StoredSeries[], symbol: string, store: string): StoredSeries[] {
  if (found.length > 0) return found;
  throw new DataError(`${store} has no such bars of ${symbol}, and there is no such file`, {
    code: 'store/no-series',
    context: { store, symbol },
    hint: '`npx barstream data list` shows what there is; a file is named by its path',
  });
}

async function checkFile(file: string, options: CheckCommandOptions, signal: AbortSignal): Promise<Checked> {
  const { series, adjusted, dropped } = await readFile(file, {
    symbol: undefined,
    basis: basisOf(options.basis),
    interval: intervalOf(options.interval ?? '1d'),
    stamp: options.stamp === undefined ? undefined : oneOf('stamp', options.stamp, ['open', 'close'] as const),
    zone: options.zone,
    format: undefined,
    calendar: oneOf('calendar', options.calendar, ['XNYS', 'always-open'] as const),
    currency: 'USD',
    strict: false,
    signal,
  });
  return { subject: file, report: checkBars(series[0]!, { dropped, ...(adjusted && { adjustedClose: adjusted }) }) };
}

function isFile(text: string): boolean {
  return /\.[A-Za-z]+$/.test(text) && existsSync(text);
}
