import type { ActionHistory } from '../../src/core/corporate-action.js';
import { Instrument, type PriceBasis } from '../../src/core/instrument.js';
import { BarSeries } from '../../src/core/series.js';
import type { Interval } from '../../src/core/time.js';
import type { DataSource, FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { BarCollector } from '../common/bar-collector.js';
import { until } from '../common/until.js';
import { checkFeedOptions, type Days, type NetworkFeedOptions } from './feed-options.js';

/** What a source says of a symbol besides its bars. */
export interface SymbolFacts {
  readonly instrument: Instrument;
  readonly actions?: ActionHistory | undefined;
}

/** What differs between the sources that {@link SymbolFeed} loads from. */
export interface SymbolSource<Basis extends PriceBasis> {
  readonly name: string;
  readonly bases: readonly PriceBasis[];
  readonly interval: Interval;
  /** Which feed of a source that has several. */
  readonly feed?: string;
  readonly options: NetworkFeedOptions<Basis>;
}

interface Loaded {
  readonly series: BarSeries;
  readonly actions: ActionHistory | undefined;
  readonly source: DataSource;
  readonly warnings: readonly string[];
}

/** History of a source that is asked for one symbol after the other. */
export abstract class SymbolFeed<Basis extends PriceBasis> implements HistoricalFeed<Basis> {
  readonly name: string;
  readonly basis: Basis;
  /** The dates that are wanted. */
  protected readonly days: Days;
  readonly #source: SymbolSource<Basis>;

  /** @throws ConfigError for options that cannot be. */
  constructor(source: SymbolSource<Basis>) {
    const { name, bases, options } = source;
    this.name = name;
    this.basis = options.basis;
    this.#source = source;
    this.days = checkFeedOptions(name, options, bases);
    for (const symbol of options.symbols) this.instrumentOf(symbol);
  }

  async load({ until: time, signal }: LoadRequest = {}): Promise<FeedData> {
    signal?.throwIfAborted();
    const loaded: Loaded[] = [];
    for (const symbol of this.#source.options.symbols) loaded.push(await this.#load(symbol, signal));
    const actions = loaded.flatMap((one) => one.actions ?? []);
    return until(time, {
      series: loaded.map(({ series }) => series),
      ...(actions.length > 0 && { actions }),
      sources: loaded.map(({ source }) => source),
      warnings: loaded.flatMap(({ warnings }) => warnings),
    });
  }

  /** Asks for a symbol, and puts what comes into `bars`. @throws DataError */
  protected abstract ask(symbol: string, bars: BarCollector, signal: AbortSignal | undefined): Promise<SymbolFacts>;

  /** The instrument as the options describe it. */
  protected instrumentOf(symbol: string): Instrument {
    return new Instrument({ ...this.#source.options.instrument, symbol, basis: this.basis });
  }

  async #load(symbol: string, signal: AbortSignal | undefined): Promise<Loaded> {
    const { name, interval, feed, options } = this.#source;
    const { mode = 'strict', instrument: given } = options;
    const bars = new BarCollector(name, symbol, interval, mode);
    const { instrument, actions } = await this.ask(symbol, bars, signal);
    return {
      series: new BarSeries(instrument.with({ volume: given?.volume ?? bars.volume }), interval, bars.columns()),
      actions,
      source: {
        name: [name, feed, symbol, interval, this.basis].filter((part) => part !== undefined).join(' '),
        rows: bars.length,
        key: { source: name, symbol, interval, adjustment: this.basis, ...(feed !== undefined && { feed }) },
        ...(bars.dropped.length > 0 && { dropped: bars.dropped }),
      },
      warnings: bars.warnings(),
    };
  }
}
