import type { Signals } from '../core/order.js';

/** A bar as the files write it; `volume` is left out where it is unknown. */
export interface BarFacts {
  readonly openTime: string;
  readonly time: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume?: number | undefined;
}

/** An indicator at a decision: its value, and the one before it. `null` before it has one. */
export interface IndicatorFacts {
  readonly value: number | null;
  readonly previous: number | null;
}

/** A column or external series as `bar.get` would have read it at the decision's bar. */
export interface InputFacts {
  readonly value: number;
  /** When an external series' value became known. */
  readonly knownAt?: string | undefined;
}

/** What was known when an order was decided, and what the strategy said of it. */
export interface DecisionFacts {
  readonly time: string;
  /** Hook that sent the order. This and what follows is there only where the run kept its provenance. */
  readonly hook?: string | undefined;
  readonly tag?: string | undefined;
  readonly because?: string | undefined;
  readonly signals?: Signals | undefined;
  /** Last closed bar of the order's instrument. */
  readonly bar?: BarFacts | undefined;
  readonly indicators?: Readonly<Record<string, IndicatorFacts>> | undefined;
  readonly inputs?: Readonly<Record<string, InputFacts>> | undefined;
}

/** A cut of the order's size, in units. */
export interface ChangeFacts {
  readonly time: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * By which rule a fill found its price. `open`: at the bar's open. `gap`: at an open beyond the order's stop, or better
 * than its limit. `path`: between open and close, where only one order of prices is possible.
 * `path-dependent`: the path policy decided. `close`: at the bar's close.
 */
export type FillBranch = 'open' | 'gap' | 'path' | 'path-dependent' | 'close';

/** A fill: its price and costs, the bar that made it, and by which rule. */
export interface FillFacts {
  readonly id: number;
  readonly time: string;
  readonly knownAt: string;
  readonly quantity: string;
  readonly price: number;
  readonly referencePrice: number;
  readonly value: string;
  readonly cost: string;
  readonly costs: Readonly<Record<string, string>>;
  readonly branch: FillBranch;
  /** The broker's path policy, where it decided. */
  readonly policy?: string | undefined;
  /** The bar that filled it. */
  readonly bar?: BarFacts | undefined;
}

/** An order from its decision to its end. */
export interface OrderFacts {
  readonly id: number;
  readonly strategy: string;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly purpose: string;
  /** Units asked for at the decision, before cuts. */
  readonly quantity?: string | undefined;
  readonly notional?: string | undefined;
  readonly limit?: number | undefined;
  readonly stop?: number | undefined;
  /** Distance of a trailing stop: an amount, or per cent. */
  readonly trail?: { readonly amount: number } | { readonly percent: number } | undefined;
  readonly timeInForce: string;
  readonly expiresAt?: string | undefined;
  /** The order whose fill releases this leg, the other order of a pair, the order whose place it took. */
  readonly parent?: number | undefined;
  readonly sibling?: number | undefined;
  readonly replaces?: number | undefined;
  /** Fill in whose `onExecution` it was decided. */
  readonly afterFill?: number | undefined;
  readonly decision: DecisionFacts;
  readonly changes: readonly ChangeFacts[];
  readonly status: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly fills: readonly FillFacts[];
}

/** One side of a trade: the order and that fill of it which the trade is made of. */
export interface TradeLeg {
  readonly order: OrderFacts;
  readonly fill: FillFacts;
}

/** A closed trade as trades.csv writes it. */
export interface TradeFacts {
  readonly id: number;
  readonly strategy: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly quantity: string;
  readonly entryTime: string;
  readonly entryPrice: number;
  readonly exitTime: string;
  readonly exitPrice: number;
  readonly grossProfit: string;
  readonly costs: string;
  readonly netProfit: string;
}

/** Why a trade happened: plain JSON, the same from a result in memory as from a run's folder. */
export interface TradeExplanation {
  readonly trade: TradeFacts;
  readonly entry: TradeLeg;
  readonly exit: TradeLeg;
}
