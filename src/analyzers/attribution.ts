import type { Fill, FillView } from '../core/fill.js';
import { quantaToDecimal, quantaToNumber, type Decimal } from '../core/money.js';
import { addQuanta, type Quanta, subtractQuanta } from '../core/quanta.js';
import type { Rows } from '../core/rows.js';
import type { Trade, TradeView } from '../core/trade.js';
import type { AccountView } from '../portfolio/portfolio.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import type { AnalysisStart, Analyzer, AnalyzerFactory } from './analyzer.js';

/** What one symbol or one strategy contributed. Money in account currency. */
export interface Contribution {
  /** Symbol, or name of the strategy. */
  readonly name: string;
  readonly trades: number;
  readonly fills: number;
  /** Profit of its closed trades before costs, exact. */
  readonly realised: Decimal;
  /** Profit of what it holds at the end, before costs, at the last marks. */
  readonly unrealised: number;
  /** Costs of all its fills, exact. */
  readonly costs: Decimal;
  /** `realised + unrealised − costs`. */
  readonly net: number;
  /** Part of the run's whole profit; parts of a loss are positive where they lost too. */
  readonly ofProfit: Statistic;
}

/** Where the profit came from. */
export interface Attribution {
  /** Final less starting equity. */
  readonly profit: number;
  /** In the order in which they first filled. */
  readonly bySymbol: readonly Contribution[];
  readonly byStrategy: readonly Contribution[];
  /** Costs by kind, exact, in the order in which they appeared. */
  readonly byCost: readonly { readonly kind: string; readonly amount: Decimal }[];
  /** Cash flows that no fill brought (dividends, interest, borrow fees ...) and rounding: profit less all contributions. */
  readonly other: number;
}

/** An open position at the end, as attribution needs it. */
export interface OpenProfit {
  readonly symbol: string;
  readonly strategy: string;
  readonly unrealised: number | undefined;
}

export interface AttributionParts {
  readonly profit: number;
  readonly fills: Rows<FillView>;
  readonly trades: Rows<TradeView>;
  readonly positions: readonly OpenProfit[];
}

/** Profit by symbol, by strategy and by kind of cost. The contributions and `other` add up to the profit. */
export function attributionOf({ profit, fills, trades, positions }: AttributionParts): Attribution {
  const bySymbol = new Shares();
  const byStrategy = new Shares();
  const kinds = new Map<string, Quanta>();
  for (let at = 0; at < fills.length; at++) {
    const fill = fills.at(at)!;
    bySymbol.fill(fill.symbol, fill);
    byStrategy.fill(fill.order.strategy, fill);
    for (const { kind, amount } of fill.costs) kinds.set(kind, addQuanta(kinds.get(kind) ?? 0, amount));
  }
  for (let at = 0; at < trades.length; at++) {
    const trade = trades.at(at)!;
    bySymbol.trade(trade.symbol, trade);
    byStrategy.trade(trade.strategy, trade);
  }
  for (const { symbol, strategy, unrealised = 0 } of positions) {
    bySymbol.open(symbol, unrealised);
    byStrategy.open(strategy, unrealised);
  }
  const symbols = bySymbol.result(profit);
  return {
    profit,
    bySymbol: symbols,
    byStrategy: byStrategy.result(profit),
    byCost: [...kinds].map(([kind, amount]) => ({ kind, amount: quantaToDecimal(amount) })),
    other: profit - symbols.reduce((sum, each) => sum + each.net, 0),
  };
}

interface Share {
  trades: number;
  fills: number;
  realised: Quanta;
  costs: Quanta;
  unrealised: number;
}

class Shares {
  readonly #shares = new Map<string, Share>();

  #of(name: string): Share {
    let share = this.#shares.get(name);
    if (share === undefined) this.#shares.set(name, (share = { trades: 0, fills: 0, realised: 0, costs: 0, unrealised: 0 }));
    return share;
  }

  fill(name: string, fill: FillView): void {
    const share = this.#of(name);
    share.fills++;
    share.costs = addQuanta(share.costs, fill.costQuanta);
  }

  trade(name: string, trade: TradeView): void {
    const share = this.#of(name);
    share.trades++;
    share.realised = addQuanta(share.realised, trade.grossQuanta);
  }

  open(name: string, unrealised: number): void {
    this.#of(name).unrealised += unrealised;
  }

  result(profit: number): Contribution[] {
    return [...this.#shares].map(([name, { trades, fills, realised, costs, unrealised }]) => {
      const net = quantaToNumber(subtractQuanta(realised, costs)) + unrealised;
      return {
        name,
        trades,
        fills,
        realised: quantaToDecimal(realised),
        unrealised,
        costs: quantaToDecimal(costs),
        net,
        ofProfit: profit === 0 ? noStatistic('the run made neither profit nor loss', fills) : statistic(net / profit, fills),
      };
    });
  }
}

/** Profit by symbol, by strategy and by kind of cost. */
export function attribution(): AnalyzerFactory<Attribution> {
  return () => new AttributionAnalyzer();
}

class AttributionAnalyzer implements Analyzer<Attribution> {
  readonly #fills: Fill[] = [];
  readonly #trades: Trade[] = [];
  #start = Number.NaN;
  #equity = Number.NaN;
  #account: AccountView | undefined;

  onStart({ equity }: AnalysisStart): void {
    this.#start = equity;
    this.#equity = equity;
  }
  onEquity(_time: number, equity: number, account: AccountView): void {
    this.#equity = equity;
    this.#account = account;
  }
  onFill(fill: Fill): void {
    this.#fills.push(fill);
  }
  onTrade(trade: Trade): void {
    this.#trades.push(trade);
  }
  result(): Attribution {
    const [fills, trades] = [this.#fills, this.#trades];
    return attributionOf({ profit: this.#equity - this.#start, fills, trades, positions: openProfits(fills, trades, this.#account) });
  }
}

/** Profit of what is open, from fills and marks: all cash that came in and out, plus the marks, less what was realised. */
function openProfits(fills: readonly Fill[], trades: readonly Trade[], account: AccountView | undefined): OpenProfit[] {
  const open = new Map<string, { symbol: string; strategy: string; index: number; unit: number; lots: number; cash: Quanta }>();
  for (const { symbol, order, instrument, instrumentIndex: index, signedLots, valueQuanta } of fills) {
    const key = JSON.stringify([order.strategy, symbol]);
    let sum = open.get(key);
    if (sum === undefined) open.set(key, (sum = { symbol, strategy: order.strategy, index, unit: instrument.unitSize, lots: 0, cash: 0 }));
    sum.lots += signedLots;
    sum.cash = signedLots > 0 ? subtractQuanta(sum.cash, valueQuanta) : addQuanta(sum.cash, valueQuanta);
  }
  for (const { symbol, strategy, grossQuanta } of trades) {
    const sum = open.get(JSON.stringify([strategy, symbol]))!;
    sum.cash = subtractQuanta(sum.cash, grossQuanta);
  }
  return [...open.values()]
    .filter(({ lots }) => lots !== 0)
    .map(({ symbol, strategy, index, unit, lots, cash }) => ({
      symbol,
      strategy,
      unrealised: quantaToNumber(cash) + lots * unit * (account?.mark(index) ?? Number.NaN),
    }));
}
