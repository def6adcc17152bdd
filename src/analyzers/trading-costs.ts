import type { FillView } from '../core/fill.js';
import type { Rows } from '../core/rows.js';
import { quantaToDecimal, quantaToNumber, type Decimal } from '../core/money.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import type { TradeView } from '../core/trade.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';
import type { AnalysisStart, Analyzer, AnalyzerFactory } from './analyzer.js';

/** One kind of cost: `commission`, `volatility` ... */
export interface CostOfKind {
  readonly kind: string;
  /** Exact. */
  readonly total: Decimal;
  /** Fills that it was charged on. */
  readonly fills: number;
  /** Part of the value of all fills. */
  readonly ofTraded: Statistic;
}

/** How much was traded and what it cost. Money in account currency; a year is a year of the calendar's sessions. */
export interface TradingResult {
  /** Half the value of all fills over the mean equity, a year: 1 means that the whole account was exchanged once. */
  readonly turnover: Statistic;
  readonly byKind: readonly CostOfKind[];
  /** Mean costs of a fill. */
  readonly costPerFill: Statistic;
  /** Mean costs of a closed trade, its entry and its exit. */
  readonly costPerTrade: Statistic;
  /** Costs over mean equity, a year. */
  readonly costDrag: Statistic;
  /** Costs over the sum of the closed trades' profits before costs. None where that sum is not above 0. */
  readonly ofGrossProfit: Statistic;
  /**
   * What spread and impact models moved the prices by, against the trader: Σ (price − reference) × quantity, buys
   * positive. It stands in the prices of the fills, not among the costs.
   */
  readonly priceEffect: number;
}

/** Sums over fills and trades, from which the figures are made. */
class TradingSums {
  #fills = 0;
  #trades = 0;
  #traded: Quanta = 0;
  #costs: Quanta = 0;
  #gross: Quanta = 0;
  #tradeCosts: Quanta = 0;
  #priceEffect = 0;
  readonly #kinds = new Map<string, { total: Quanta; fills: number }>();

  fill(fill: FillView): void {
    this.#fills++;
    this.#traded = addQuanta(this.#traded, fill.valueQuanta);
    this.#costs = addQuanta(this.#costs, fill.costQuanta);
    this.#priceEffect += priceEffectOf(fill);
    for (const { kind, amount } of fill.costs) {
      const sum = this.#kinds.get(kind);
      if (sum === undefined) this.#kinds.set(kind, { total: amount, fills: 1 });
      else {
        sum.total = addQuanta(sum.total, amount);
        sum.fills++;
      }
    }
  }

  trade(trade: TradeView): void {
    this.#trades++;
    this.#gross = addQuanta(this.#gross, trade.grossQuanta);
    this.#tradeCosts = addQuanta(this.#tradeCosts, trade.costQuanta);
  }

  result(meanEquity: number, years: number): TradingResult {
    const traded = quantaToNumber(this.#traded);
    const costs = quantaToNumber(this.#costs);
    const gross = quantaToNumber(this.#gross);
    const [fills, trades] = [this.#fills, this.#trades];
    const aYear = (amount: number): Statistic => {
      if (!(years > 0)) return noStatistic('no session has passed', fills);
      return meanEquity > 0 ? statistic(amount / meanEquity / years, fills) : noStatistic('the mean equity is not positive', fills);
    };
    return {
      turnover: aYear(traded / 2),
      byKind: [...this.#kinds].map(([kind, sum]) => ({
        kind,
        total: quantaToDecimal(sum.total),
        fills: sum.fills,
        ofTraded: traded > 0 ? statistic(quantaToNumber(sum.total) / traded, fills) : noStatistic('nothing was traded', fills),
      })),
      costPerFill: fills === 0 ? noStatistic('nothing was traded', 0) : statistic(costs / fills, fills),
      costPerTrade: trades === 0 ? noStatistic('no trade was closed', 0) : statistic(quantaToNumber(this.#tradeCosts) / trades, trades),
      costDrag: aYear(costs),
      ofGrossProfit:
        trades === 0
          ? noStatistic('no trade was closed', 0)
          : gross > 0
            ? statistic(quantaToNumber(this.#tradeCosts) / gross, trades)
            : noStatistic('the closed trades made no profit before costs', trades),
      priceEffect: this.#priceEffect,
    };
  }
}

/** What models moved a fill's price by, times its size; above 0 against the trader. */
export function priceEffectOf({ priceNumber, referenceNumber, signedLots, instrument }: FillView): number {
  return (priceNumber - referenceNumber) * signedLots * instrument.unitSize;
}

/** The same of a finished run. `meanEquity` over its points, `years` = sessions over the sessions a year. */
export function tradingOf(fills: Rows<FillView>, trades: Rows<TradeView>, meanEquity: number, years: number): TradingResult {
  const sums = new TradingSums();
  for (let at = 0; at < fills.length; at++) sums.fill(fills.at(at)!);
  for (let at = 0; at < trades.length; at++) sums.trade(trades.at(at)!);
  return sums.result(meanEquity, years);
}

/** Turnover, and costs by kind, per fill and per trade. */
export function trading(): AnalyzerFactory<TradingResult> {
  return () => new TradingAnalyzer();
}

class TradingAnalyzer implements Analyzer<TradingResult> {
  readonly #sums = new TradingSums();
  #points = 0;
  #equity = 0;
  #sessions = 0;
  #sessionsPerYear = Number.NaN;

  onStart({ calendar }: AnalysisStart): void {
    this.#sessionsPerYear = calendar.sessionsPerYear;
  }
  onEquity(_time: number, equity: number): void {
    this.#points++;
    this.#equity += equity;
  }
  onSession(): void {
    this.#sessions++;
  }
  onFill(fill: FillView): void {
    this.#sums.fill(fill);
  }
  onTrade(trade: TradeView): void {
    this.#sums.trade(trade);
  }
  result(): TradingResult {
    return this.#sums.result(this.#equity / this.#points, this.#sessions / this.#sessionsPerYear);
  }
}
