import { entryValueOf } from '../../analyzers/trade-figures.js';
import type { Fill } from '../../core/fill.js';
import { quantaToNumber } from '../../core/money.js';
import type { Trade } from '../../core/trade.js';
import { DAY, dayOfIsoDate, type Millis } from '../../core/time.js';
import type { BacktestResult } from '../../engine/result.js';
import { quantityText } from '../text.js';
import { MAX_TRADES } from './budget.js';
import { rounded, type Point } from './packed.js';
import type { Prices } from './price-data.js';

/** Trades in columns, in the order of their exits. Names are numbers of `symbols` and `strategies`. */
export interface TradeData {
  /** Trades of the run: more than there are rows where the page could not hold them all. */
  readonly of: number;
  readonly symbols: readonly string[];
  readonly strategies: readonly string[];
  readonly id: readonly number[];
  readonly symbol: readonly number[];
  readonly strategy: readonly number[];
  /** 1 for a long trade, -1 for a short one. */
  readonly side: readonly (1 | -1)[];
  readonly quantity: readonly string[];
  /** Minutes since 1970 UTC, or days where every fill belongs to a session bar. */
  readonly entry: readonly number[];
  readonly exit: readonly number[];
  readonly timeUnit: number;
  readonly entryPrice: readonly Point[];
  readonly exitPrice: readonly Point[];
  readonly costs: readonly Point[];
  readonly net: readonly Point[];
  /** Net profit over the value of the entry, as a fraction. */
  readonly returns: readonly Point[];
  /** Candle on the symbol's price chart, -1 without one. */
  readonly entryCandle: readonly number[];
  readonly exitCandle: readonly number[];
}

/** Trades that a page shows: all, or those with the largest profits and losses. */
export interface ShownTrades {
  /** In the order of their exits. */
  readonly trades: readonly Trade[];
  /** The same, those with the largest profits and losses first. */
  readonly bySize: readonly Trade[];
}

export function shownTrades(trades: readonly Trade[]): ShownTrades {
  // Worked out once each: a comparison of exact amounts for each of a sort's many would take longer than the sort.
  const sizes = Float64Array.from(trades, (trade) => Math.abs(quantaToNumber(trade.netQuanta)));
  const places = Uint32Array.from(sizes, (_, place) => place)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b)
    .subarray(0, MAX_TRADES);
  const bySize = Array.from(places, (place) => trades[place]!);
  return { trades: trades.length <= MAX_TRADES ? trades : Array.from(places.sort(), (place) => trades[place]!), bySize };
}

export function tradeData({ trades, table }: Pick<BacktestResult, 'trades' | 'table'>, shown: readonly Trade[], prices: Prices): TradeData {
  const symbols = numbered(shown.map((trade) => trade.symbol));
  const strategies = numbered(shown.map((trade) => trade.strategy));
  const daily = table.series.every((series) => series.interval === '1d');
  const unit = daily ? DAY : 60_000;
  const stamp = (fill: Fill): number => Math.floor((daily ? sessionDay(fill) : fill.time) / unit);
  const price = (fill: Fill): Point => rounded(fill.priceNumber, 7);
  const money = (value: number): Point => (Number.isFinite(value) ? Number(value.toFixed(2)) : null);
  return {
    of: trades.length,
    symbols: symbols.names,
    strategies: strategies.names,
    id: shown.map((trade) => trade.id),
    symbol: symbols.of,
    strategy: strategies.of,
    side: shown.map((trade) => (trade.side === 'long' ? 1 : -1)),
    quantity: shown.map((trade) => quantityText(trade.lots, trade.instrument.lot)),
    entry: shown.map((trade) => stamp(trade.entry)),
    exit: shown.map((trade) => stamp(trade.exit)),
    timeUnit: unit,
    entryPrice: shown.map((trade) => price(trade.entry)),
    exitPrice: shown.map((trade) => price(trade.exit)),
    costs: shown.map((trade) => money(quantaToNumber(trade.costQuanta))),
    net: shown.map((trade) => money(quantaToNumber(trade.netQuanta))),
    returns: shown.map((trade) => rounded(quantaToNumber(trade.netQuanta) / entryValueOf(trade), 5)),
    entryCandle: shown.map((trade) => prices.candleOf(trade.entry)),
    exitCandle: shown.map((trade) => prices.candleOf(trade.exit)),
  };
}

function sessionDay({ instrument, time }: Fill): Millis {
  return dayOfIsoDate(instrument.calendar.sessionOf(time).date)! * DAY;
}

function numbered(values: readonly string[]): { readonly names: readonly string[]; readonly of: readonly number[] } {
  const names = new Map<string, number>();
  const of = values.map((value) => {
    const number = names.get(value) ?? names.size;
    names.set(value, number);
    return number;
  });
  return { names: [...names.keys()], of };
}
