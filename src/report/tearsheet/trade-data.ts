import { entryValueOf } from '../../analyzers/trade-figures.js';
import type { FillView } from '../../core/fill.js';
import { quantaToNumber } from '../../core/money.js';
import type { Rows } from '../../core/rows.js';
import type { TradeView } from '../../core/trade.js';
import { DAY, dayOfIsoDate, type Millis } from '../../core/time.js';
import type { BacktestResult } from '../../engine/result.js';
import { quantityText } from '../text.js';
import type { Prices } from './price-data.js';
import { cents, rounded, type Point } from './rounded.js';

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

export function tradeData(
  { table }: Pick<BacktestResult, 'table'>,
  trades: Rows<TradeView>,
  shown: Uint32Array,
  prices: Prices,
): TradeData {
  const symbols = new Map<string, number>();
  const strategies = new Map<string, number>();
  const daily = table.series.every((series) => series.interval === '1d');
  const timeUnit = daily ? DAY : 60_000;
  const stamp = (fill: FillView): number => Math.floor((daily ? sessionDay(fill) : fill.time) / timeUnit);
  const rows = {
    id: [] as number[],
    symbol: [] as number[],
    strategy: [] as number[],
    side: [] as (1 | -1)[],
    quantity: [] as string[],
    entry: [] as number[],
    exit: [] as number[],
    timeUnit,
    entryPrice: [] as Point[],
    exitPrice: [] as Point[],
    costs: [] as Point[],
    net: [] as Point[],
    returns: [] as Point[],
    entryCandle: [] as number[],
    exitCandle: [] as number[],
  };
  for (const place of shown) {
    const trade = trades.at(place)!;
    const { entry, exit } = trade;
    const net = quantaToNumber(trade.netQuanta);
    rows.id.push(trade.id);
    rows.symbol.push(numberOf(symbols, trade.symbol));
    rows.strategy.push(numberOf(strategies, trade.strategy));
    rows.side.push(trade.side === 'long' ? 1 : -1);
    rows.quantity.push(quantityText(trade.lots, trade.instrument.lot));
    rows.entry.push(stamp(entry));
    rows.exit.push(stamp(exit));
    rows.entryPrice.push(rounded(entry.priceNumber, 7));
    rows.exitPrice.push(rounded(exit.priceNumber, 7));
    rows.costs.push(cents(quantaToNumber(trade.costQuanta)));
    rows.net.push(cents(net));
    rows.returns.push(rounded(net / entryValueOf(trade), 5));
    rows.entryCandle.push(prices.candleOf(entry));
    rows.exitCandle.push(prices.candleOf(exit));
  }
  return { of: trades.length, symbols: [...symbols.keys()], strategies: [...strategies.keys()], ...rows };
}

function sessionDay({ instrument, time }: FillView): Millis {
  return dayOfIsoDate(instrument.calendar.sessionOf(time).date)! * DAY;
}

/** The number of a name, in the order in which names are first met. */
function numberOf(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}
