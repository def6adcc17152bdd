import type { ExternalSeries } from '../core/external.js';
import { Instrument, type InstrumentSpec } from '../core/instrument.js';
import type { DecimalInput } from '../core/money.js';
import type { BarSeries } from '../core/series.js';
import type { Interval, IsoDate } from '../core/time.js';
import { seriesOfTestBars, type TestBar } from './test-bars.js';

/** What a strategy is tested on. */
export interface StrategyTestSetup {
  /** Bars by symbol, one after the other; all symbols begin in the same session. */
  readonly bars?: Readonly<Record<string, readonly TestBar[]>>;
  /** Length of `bars`. Default `1d`: sessions. */
  readonly interval?: Interval;
  /** First session of `bars`. Default 2024-01-08, a Monday in a week without holidays. */
  readonly first?: IsoDate;
  /** Finished series, instead of `bars` or besides them. */
  readonly series?: readonly BarSeries[];
  /** Properties of the symbols of `bars` that differ from those of a plain US stock. */
  readonly instruments?: readonly InstrumentSpec[];
  readonly externals?: readonly ExternalSeries[];
  /** What the strategy trades. Default: every symbol. */
  readonly symbols?: readonly string[];
  /** First slices that lie before the run's start: they warm up, and orders are rejected. Default 0. */
  readonly warmup?: number;
  /** Starting cash. Default 100,000. */
  readonly cash?: DecimalInput;
  /** Part of equity that targets leave as cash. Default 0, so that sizes can be worked out in the head. */
  readonly cashBuffer?: number;
  /** Part of the account's equity it sizes with. Default 1. */
  readonly allocation?: number;
  /** What the strategy reads as `this.prepared`. */
  readonly prepared?: unknown;
  /** Seed of `this.random`. Default 1. */
  readonly seed?: number;
  /** Default: the class's name. */
  readonly name?: string;
  /** Accept each order as soon as it is sent. Default true; with false, `accept` and `reject` answer by hand. */
  readonly autoAccept?: boolean;
}

/** How an order is filled by hand. */
export interface FillOptions {
  /** Units filled. Default: all that are left. */
  readonly quantity?: DecimalInput;
  /** Costs by kind, for example `{ commission: 1 }`. */
  readonly costs?: Readonly<Record<string, DecimalInput>>;
}

/** The series that a set-up describes. */
export function seriesOf({
  bars = {},
  interval = '1d',
  first = '2024-01-08',
  series = [],
  instruments = [],
}: StrategyTestSetup): BarSeries[] {
  const made = Object.entries(bars).map(([symbol, rows]) => {
    const spec = instruments.find((instrument) => instrument.symbol === symbol) ?? { symbol };
    return seriesOfTestBars(new Instrument(spec), interval, first, rows);
  });
  return [...series, ...made];
}
