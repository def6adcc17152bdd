import { ConfigError, DataError } from './errors.js';
import { lastKnown, validateExternal, type ExternalSeries } from './external.js';
import type { Instrument, PriceBasis } from './instrument.js';
import { mergeByTime, type MergedOrder } from './merge.js';
import type { BarSeries } from './series.js';
import { TableSeries } from './table-series.js';
import { compareIntervals, type BarInterval, type Millis } from './time.js';
import { venueSeriesOf } from './venue-series.js';

export { TableSeries } from './table-series.js';

/**
 * All market data of a run: many instruments and intervals in columns of typed arrays, merged once into slices (all
 * bars that close at one instant). Immutable; any number of runs may share one table.
 */
export class BarTable<Basis extends PriceBasis = PriceBasis> {
  /** In declared order: the order of `onBar` and of all reports. */
  readonly instruments: readonly Instrument[];
  /** Finest interval first, then declared order: the order of bars within a slice. */
  readonly series: readonly TableSeries[];
  readonly externals: readonly ExternalSeries[];
  readonly basis: Basis;
  readonly #order: MergedOrder;
  readonly #indexOf = new Map<string, number>();
  readonly #finest: readonly TableSeries[];
  /** By instrument: what the venue sees. */
  #venues: readonly TableSeries[];
  #gapsAreFilled = false;

  /**
   * @throws ConfigError for an empty table, mixed price bases, or two series of one instrument and interval;
   * DataError for an external series out of order.
   */
  constructor(series: readonly BarSeries[], externals: readonly ExternalSeries[] = [], { mayBeEmpty = false } = {}) {
    const first = series[0];
    if (first === undefined || (!mayBeEmpty && series.every((s) => s.length === 0))) {
      throw new DataError('there is not a single bar', { code: 'data/empty', hint: 'check the symbols, the files and the range of dates' });
    }
    this.basis = first.instrument.basis as Basis;
    const instruments: Instrument[] = [];
    const seen = new Set<string>();
    for (const { instrument, interval } of series) {
      const { symbol, basis } = instrument;
      if (basis !== this.basis) throw mixedBases(first.instrument, instrument);
      if (seen.has(`${symbol} ${interval}`)) throw twice(symbol, interval);
      seen.add(`${symbol} ${interval}`);
      if (this.#indexOf.has(symbol)) continue;
      this.#indexOf.set(symbol, instruments.length);
      instruments.push(instrument);
    }
    this.instruments = instruments;
    this.externals = externals.map(validateExternal);
    const named = new Set<string>();
    for (const { name, symbol = '' } of externals) {
      if (named.has(`${name} ${symbol}`)) throw namedTwice(name);
      named.add(`${name} ${symbol}`);
    }
    const finest: TableSeries[] = [];
    this.series = [...series]
      .sort((a, b) => compareIntervals(a.interval, b.interval) || this.indexOf(a.instrument.symbol) - this.indexOf(b.instrument.symbol))
      .map((source, index) => {
        const instrument = this.indexOf(source.instrument.symbol);
        const placed = new TableSeries(source, index, instrument, finest[instrument] === undefined, this.externals);
        finest[instrument] ??= placed;
        return placed;
      });
    for (const { instrument, interval } of finest) requireSessions(instrument, interval);
    this.#finest = finest;
    this.#venues = finest;
    this.#order = mergeByTime(this.series.map((s) => s.time));
  }

  /** The merged order of all bars. For the engine. */
  get order(): MergedOrder {
    return this.#order;
  }

  get barCount(): number {
    return this.series.reduce((sum, s) => sum + s.length, 0);
  }
  get sliceCount(): number {
    return this.order.sliceCount;
  }
  get firstTime(): Millis {
    return this.order.times[0]!;
  }
  get lastTime(): Millis {
    return this.order.times[this.sliceCount - 1]!;
  }

  /** Whether the table holds the symbol. */
  has(symbol: string): boolean {
    return this.#indexOf.has(symbol);
  }

  /** Number of an instrument, by symbol. @throws ConfigError for a symbol that the table does not hold. */
  indexOf(symbol: string): number {
    const index = this.#indexOf.get(symbol);
    if (index !== undefined) return index;
    const known = this.instruments.map((i) => i.symbol);
    throw new ConfigError(`unknown symbol ${JSON.stringify(symbol)}`, {
      code: 'table/unknown-symbol',
      context: { symbol, known },
      hint: `this run has ${known.slice(0, 12).join(', ')}${known.length > 12 ? ` and ${known.length - 12} more` : ''}`,
    });
  }

  /** The instrument's finest interval. */
  finestSeries(instrumentIndex: number): TableSeries {
    return this.#finest[instrumentIndex]!;
  }

  /** What the venue sees and the marks follow: the finest series, with coarser bars in its gaps once these are filled. */
  venueSeries(instrumentIndex: number): TableSeries {
    return this.#venues[instrumentIndex]!;
  }

  /**
   * Lets coarser bars stand in at the venue where an instrument's finer ones are missing, whole session by whole session (or hour by
   * hour). For tables that are complete: one that grows cannot know what will be missing. Strategies see no difference.
   */
  fillGaps(): void {
    if (this.#gapsAreFilled || this.series.length === this.instruments.length) return;
    this.#gapsAreFilled = true;
    this.#venues = this.#finest.map((finest, index) => {
      const own = this.series.filter((series) => series.instrumentIndex === index);
      const venue = own.length === 1 ? undefined : venueSeriesOf(own);
      if (venue === undefined) return finest;
      own.forEach((series, i) => {
        if (venue.counts[i]! > 0) series.seenAs(venue.series, venue.rows[i]!, venue.counts[i]!);
      });
      return venue.series;
    });
  }

  /** The series of a symbol at an interval (default: the finest). */
  seriesOf(symbol: string, interval?: BarInterval): TableSeries {
    const index = this.indexOf(symbol);
    if (interval === undefined) return this.finestSeries(index);
    const found = this.series.find((s) => s.instrumentIndex === index && s.interval === interval);
    if (found) return found;
    const known = this.series.filter((s) => s.instrumentIndex === index).map((s) => s.interval);
    throw new ConfigError(`${symbol} has no ${interval} bars`, {
      code: 'table/unknown-interval',
      context: { symbol, interval, known },
      hint: `it has ${known.join(', ')}`,
    });
  }

  /** The table as it was known at `time`: nothing later is in it, neither bars nor external values. */
  until(time: Millis): BarTable<Basis> {
    const series = this.#declared().map((s) => s.slice(0, s.countUntil(time)));
    const externals = this.externals.map((e) => {
      const count = lastKnown(e, time) + 1;
      return { ...e, knownAt: e.knownAt.subarray(0, count), values: e.values.subarray(0, count) };
    });
    return new BarTable<Basis>(series, externals);
  }

  /** The same bars with further external series. */
  withExternals(externals: readonly ExternalSeries[]): BarTable<Basis> {
    return new BarTable<Basis>(this.#declared(), [...this.externals, ...externals]);
  }

  /** Source series in declared order. */
  #declared(): BarSeries[] {
    return [...this.series].sort((a, b) => a.instrumentIndex - b.instrumentIndex || a.index - b.index).map((s) => s.source);
  }
}

function mixedBases(a: Instrument, b: Instrument): ConfigError {
  return new ConfigError(`price bases are mixed: ${a.symbol} is ${a.basis}, ${b.symbol} is ${b.basis}`, {
    code: 'table/mixed-bases',
    context: { [a.symbol]: a.basis, [b.symbol]: b.basis },
    hint: 'load every feed on the same basis',
  });
}

function namedTwice(name: string): ConfigError {
  return new ConfigError(`two external series are named ${JSON.stringify(name)}`, {
    code: 'table/duplicate-external',
    context: { name },
    hint: 'give each external series a name of its own',
  });
}

/** Orders, marks and session returns need at least a bar a session. */
function requireSessions({ symbol }: Instrument, interval: BarInterval): void {
  if (interval !== '1w' && interval !== '1mo') return;
  throw new ConfigError(`${symbol}: ${interval} bars alone cannot be traded`, {
    code: 'table/too-coarse',
    context: { symbol, interval },
    hint: 'add the session bars that they were made of: orders fill, and returns are counted, session by session',
  });
}

function twice(symbol: string, interval: BarInterval): ConfigError {
  return new ConfigError(`${symbol} ${interval} is loaded twice`, {
    code: 'table/duplicate-series',
    context: { symbol, interval },
    hint: 'name each symbol and interval in one feed only',
  });
}
