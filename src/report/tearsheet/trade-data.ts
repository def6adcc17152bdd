import { entryValueOf } from '../../analyzers/trade-figures.js';
import type { Fill } from '../../core/fill.js';
import { quantaToNumber } from '../../core/money.js';
import type { Trade } from '../../core/trade.js';
import { DAY, dayOfIsoDate, type Millis } from '../../core/time.js';
import type { BacktestResult } from '../../engine/result.js';
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

/** The trades that a page shows: all, or those with the largest profits and losses. */
export function shownTrades(trades: readonly Trade[]): readonly Trade[] {
  if (trades.length <= MAX_TRADES) return trades;
  const size = (trade: Trade): number => Math.abs(quantaToNumber(trade.netQuanta));
  const kept = new Set([...trades].sort((a, b) => size(b) - size(a) || a.id - b.id).slice(0, MAX_TRADES));
  return trades.filter((trade) => kept.has(trade));
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
    quantity: shown.map((trade) => trade.quantity.toString()),
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
