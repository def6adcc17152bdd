import { AmountColumn } from '../core/amount-column.js';
import type { Instrument } from '../core/instrument.js';
import type { Trade } from '../core/trade.js';

/**
 * Closed trades as parallel columns, in the order of the exits: the same as `Trade` says, for loops over very many of them.
 * Get them with `tradeColumnsOf(result)`, or as `tradeColumns` of a `RunRecord`.
 */
export interface TradeColumns {
  readonly length: number;
  /** Number of the trade; of a whole run its place plus one. */
  readonly id: Float64Array;
  /** Place among the run's instruments, as in `trade.entry.instrumentIndex`. */
  readonly instrument: Int32Array;
  /** Place among the run's strategies, as in `trade.entry.order.strategyIndex`. */
  readonly strategy: Int32Array;
  /** Below 0 for a short trade. */
  readonly signedLots: Float64Array;
  /** Ids of the fills; of a whole run their places plus one. */
  readonly entryFill: Float64Array;
  readonly exitFill: Float64Array;
  /** Ids of the fills' orders. */
  readonly entryOrder: Float64Array;
  readonly exitOrder: Float64Array;
  readonly entryTime: Float64Array;
  readonly exitTime: Float64Array;
  readonly entryPrice: Float64Array;
  readonly exitPrice: Float64Array;
  /** Profit or loss before costs. */
  readonly gross: AmountColumn;
  readonly cost: AmountColumn;
  readonly instruments: readonly Instrument[];
  /** Names of the strategies. */
  readonly strategies: readonly string[];
}

/** Columns for so many trades, all 0. */
export function emptyTradeColumns(
  length: number,
  { instruments, strategies }: Pick<TradeColumns, 'instruments' | 'strategies'>,
): TradeColumns {
  return {
    length,
    id: new Float64Array(length),
    instrument: new Int32Array(length),
    strategy: new Int32Array(length),
    signedLots: new Float64Array(length),
    entryFill: new Float64Array(length),
    exitFill: new Float64Array(length),
    entryOrder: new Float64Array(length),
    exitOrder: new Float64Array(length),
    entryTime: new Float64Array(length),
    exitTime: new Float64Array(length),
    entryPrice: new Float64Array(length),
    exitPrice: new Float64Array(length),
    gross: new AmountColumn(length),
    cost: new AmountColumn(length),
    instruments,
    strategies,
  };
}

/** Columns of trades that are there as objects. */
export function columnsOfTrades(trades: readonly Trade[]): TradeColumns {
  const instruments: Instrument[] = [];
  const strategies: string[] = [];
  const columns = emptyTradeColumns(trades.length, { instruments, strategies });
  for (let at = 0; at < trades.length; at++) {
    const trade = trades[at]!;
    const { entry, exit } = trade;
    instruments[entry.instrumentIndex] = entry.instrument;
    strategies[entry.order.strategyIndex] = trade.strategy;
    columns.id[at] = trade.id;
    columns.instrument[at] = entry.order.instrumentIndex;
    columns.strategy[at] = entry.order.strategyIndex;
    columns.signedLots[at] = trade.side === 'long' ? trade.lots : -trade.lots;
    columns.entryFill[at] = entry.id;
    columns.exitFill[at] = exit.id;
    columns.entryOrder[at] = entry.order.id;
    columns.exitOrder[at] = exit.order.id;
    columns.entryTime[at] = entry.time;
    columns.exitTime[at] = exit.time;
    columns.entryPrice[at] = entry.priceNumber;
    columns.exitPrice[at] = exit.priceNumber;
    columns.gross.set(at, trade.grossQuanta);
    columns.cost.set(at, trade.costQuanta);
  }
  return columns;
}
