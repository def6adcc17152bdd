import { quantaToNumber, valueOfLots } from '../core/money.js';
import type { Rows } from '../core/rows.js';
import type { Trade, TradeView } from '../core/trade.js';
import { type TradeOutcome, tradeStatistics, type TradeStatistics } from '../statistics/trade-statistics.js';
import type { Analyzer, AnalyzerFactory } from './analyzer.js';

/** Statistics over the closed trades, and over the long and the short ones alone. */
export interface TradeFigures {
  readonly all: TradeStatistics;
  readonly long: TradeStatistics;
  readonly short: TradeStatistics;
}

/** A closed trade as the statistics need it. */
export function outcomeOf(trade: TradeView): TradeOutcome {
  return {
    net: quantaToNumber(trade.netQuanta),
    entryValue: entryValueOf(trade),
    entryTime: trade.entryTime,
    exitTime: trade.exitTime,
  };
}

/** What a trade's lots were worth at its entry: the value at the exit less (short: plus) the profit. A split in between leaves it as it is. */
export function entryValueOf({ exit, lots, side, grossQuanta, instrument }: TradeView): number {
  const exitValue = quantaToNumber(valueOfLots(exit.priceNumber, lots, instrument.unit, 'down'));
  const gross = quantaToNumber(grossQuanta);
  return side === 'long' ? exitValue - gross : exitValue + gross;
}

/** {@link TradeFigures} of finished trades, in the order of their exits. */
export function tradeFiguresOf(trades: Rows<TradeView>): TradeFigures {
  const outcomes: TradeOutcome[] = [];
  for (let at = 0; at < trades.length; at++) outcomes.push(outcomeOf(trades.at(at)!));
  const all = tradeStatistics(outcomes);
  const of = (side: Trade['side']): TradeStatistics => {
    const chosen = outcomes.filter((_, at) => trades.at(at)!.side === side);
    return chosen.length === outcomes.length ? all : tradeStatistics(chosen);
  };
  return { all, long: of('long'), short: of('short') };
}

/** Win rate, profit factor, expectancy, payoff, holding times, streaks and SQN of the closed trades. */
export function tradeFigures(): AnalyzerFactory<TradeFigures> {
  return () => new TradeFiguresAnalyzer();
}

class TradeFiguresAnalyzer implements Analyzer<TradeFigures> {
  readonly #trades: Trade[] = [];

  onTrade(trade: Trade): void {
    this.#trades.push(trade);
  }
  result(): TradeFigures {
    return tradeFiguresOf(this.#trades);
  }
}
