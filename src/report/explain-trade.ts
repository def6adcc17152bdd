import { quantaToText } from '../core/money.js';
import type { FillView } from '../core/fill.js';
import type { Trade, TradeView } from '../core/trade.js';
import type { BacktestResult } from '../engine/result.js';
import { orderRowsOf } from '../record/rows-of.js';
import type { TradeExplanation, TradeFacts, TradeLeg } from './explanation.js';
import { plain } from './json.js';
import { orderFacts } from './order-facts.js';
import { quantityText, timeText } from './text.js';

/** What explanations are read from. */
export type ExplainedRun = Pick<BacktestResult, 'table' | 'decisions' | 'settings' | 'orders' | 'fills'>;

/**
 * Why a trade happened: what was known at the decisions to enter and to leave, what the strategy said of them, what cut
 * the orders, which bar filled them by which rule, and what it cost. Indicator values and the decision's bar are there
 * where the run was made with `provenance: true`.
 */
export function explainTrade(result: ExplainedRun, trade: Trade): TradeExplanation {
  return plain(tradeExplanation(result, trade)) as unknown as TradeExplanation;
}

/** The same before it is plain JSON: facts that there are not stand there as `undefined`. */
export function tradeExplanation(result: ExplainedRun, trade: TradeView): TradeExplanation {
  const legOf = ({ id, order: { id: orderId } }: FillView): TradeLeg => {
    const order = orderFacts(result, orderRowsOf(result).at(orderId - 1)!);
    return { order, fill: order.fills.find((fill) => fill.id === id)! };
  };
  return { trade: tradeFacts(trade), entry: legOf(trade.entry), exit: legOf(trade.exit) };
}

export function tradeFacts(trade: TradeView): TradeFacts {
  const { entry, exit } = trade;
  return {
    id: trade.id,
    strategy: trade.strategy,
    symbol: trade.symbol,
    side: trade.side,
    quantity: quantityText(trade.lots, trade.instrument.lot),
    entryTime: timeText(entry.time),
    entryPrice: entry.priceNumber,
    exitTime: timeText(exit.time),
    exitPrice: exit.priceNumber,
    grossProfit: quantaToText(trade.grossQuanta),
    costs: quantaToText(trade.costQuanta),
    netProfit: quantaToText(trade.netQuanta),
  };
}
