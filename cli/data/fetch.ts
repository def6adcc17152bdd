import { openStore, store } from '../../feeds/index.js';
import type { CommandContext } from '../../src/cli/command.js';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import { BarstreamError, ConfigError } from '../../src/core/errors.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { Interval, Millis } from '../../src/core/time.js';
import type { FailedFile } from './import-report.js';
import { basisOf, dateOf, intervalOf } from './common-options.js';
import { count, counted, print, printJson, table, timeOf } from './output.js';
import { CountBar } from './progress.js';
import { basisFrom, feedFrom, SOURCES, type Source } from './sources.js';
import { today } from './today.js';

/** Options of `barstream data fetch` as the command line gives them. */
export interface FetchCommandOptions {
  readonly store: string;
  readonly json?: boolean;
  readonly source: string;
  readonly basis?: string;
  readonly feed?: string;
  readonly interval: string;
  readonly from: string;
  readonly to?: string;
  readonly offline?: boolean;
}

interface Fetched {
  readonly symbol: string;
  readonly bars: number;
  readonly first: Millis | undefined;
  readonly last: Millis | undefined;
  /** Stretches of dates that the source was asked for. */
  readonly asked: readonly { readonly from: string; readonly to: string }[];
  readonly warnings: readonly string[];
}

type Failed = Omit<FailedFile, 'file'> & { readonly symbol: string };

/** Fetches what the store lacks of some symbols, and nothing else. A symbol that fails does not keep the others out. */
export async function fetchCommand(
  symbols: readonly string[],
  options: FetchCommandOptions,
  context: CommandContext,
  sources: Readonly<Record<string, Source>> = SOURCES,
): Promise<void> {
  const source = sources[options.source] ?? unknownSource(options.source, Object.keys(sources));
  const feed = feedFrom(options.source, source, options.feed);
  const wanted = {
    basis: basisFrom(options.source, source, basisOf(options.basis)),
    ...(feed !== undefined && { feed }),
    interval: intervalOf(options.interval),
    from: dateOf('from', options.from)!,
    to: dateOf('to', options.to) ?? today(),
  };
  if (options.offline !== true) openStore(options.store).close();
  const fetched: Fetched[] = [];
  const failed: Failed[] = [];
  const bar = new CountBar();
  try {
    await bar.start(symbols.length);
    for (const [done, symbol] of symbols.entries()) {
      context.signal.throwIfAborted();
      bar.update(done, symbol);
      try {
        fetched.push(await fetchSymbol(symbol, options, wanted, source, context.signal));
      } catch (error) {
        if (!(error instanceof BarstreamError)) throw error;
        const { code, message, hint } = error;
        failed.push({ symbol, code, message, ...(hint !== undefined && { hint }), exitCode: exitCodeOf(error) });
      }
    }
  } finally {
    bar.stop();
  }
  if (options.json === true) printJson({ store: options.store, ...wanted, source: options.source, fetched, failed });
  else print(await report(options, wanted, fetched, failed));
  if (failed[0] !== undefined) context.exitWith(failed[0].exitCode);
}

interface Wanted {
  readonly basis: PriceBasis;
  readonly feed?: string;
  readonly interval: Interval;
  readonly from: string;
  readonly to: string;
}

async function fetchSymbol(
  symbol: string,
  { store: file, source, offline = false }: FetchCommandOptions,
  { from, to, ...kind }: Wanted,
  { make }: Source,
  signal: AbortSignal,
): Promise<Fetched> {
  const asked: { from: string; to: string }[] = [];
  const feed = store(file, {
    symbols: [symbol],
    ...kind,
    source,
    from,
    to,
    offline,
    fetch: (missing) => {
      asked.push({ from: missing.from, to: missing.to });
      return make({ ...missing, ...kind });
    },
  });
  const { series, warnings = [] } = await feed.load({ signal });
  const { time } = series[0]!.columns;
  return { symbol, bars: time.length, first: time[0], last: time[time.length - 1], asked, warnings };
}

async function report(
  options: FetchCommandOptions,
  wanted: Wanted,
  fetched: readonly Fetched[],
  failed: readonly Failed[],
): Promise<string> {
  const parts: string[] = [];
  if (fetched.length > 0) {
    const rows = fetched.map(({ symbol, bars, first, last, asked }) => [
      symbol,
      count(bars),
      timeOf(first, wanted.interval),
      timeOf(last, wanted.interval),
      asked.length === 0 ? 'nothing: all was there' : asked.map(({ from, to }) => `${from} to ${to}`).join(', '),
    ]);
    parts.push(
      await table(
        ['symbol', 'bars', 'from', 'to', options.offline === true ? '' : 'asked for'],
        options.offline === true ? rows.map((row) => [...row.slice(0, 4), '']) : rows,
        ['bars'],
      ),
    );
  }
  const warnings = fetched.flatMap((one) => one.warnings);
  if (warnings.length > 0) parts.push(['Notes:', ...warnings.map((one) => `  ${one}`)].join('\n'));
  if (failed.length > 0)
    parts.push(
      [
        'Failed:',
        ...failed.flatMap(({ symbol, message, hint }) => [`  ${symbol}: ${message}`, ...(hint === undefined ? [] : [`    hint: ${hint}`])]),
      ].join('\n'),
    );
  parts.push(
    `${counted(fetched.length, 'symbol')} of ${[options.source, wanted.feed].filter(Boolean).join(' ')} (${wanted.interval}, ${wanted.basis}) in ${options.store}`,
  );
  return parts.join('\n\n');
}

function unknownSource(source: string, known: readonly string[]): never {
  throw new ConfigError(`there is no source ${JSON.stringify(source)}`, {
    code: 'cli/source',
    context: { source, known },
    hint: `write --source ${known.join(' or ')}`,
  });
}
