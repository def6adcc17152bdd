import type { Fill } from '../core/fill.js';
import { quantaToDecimal, type Decimal } from '../core/money.js';
import { addQuanta, type Quanta } from '../core/quanta.js';
import { Tally } from '../core/tally.js';
import type { Analyzer, AnalyzerFactory } from './analyzer.js';

/** What trading cost, and what was traded. */
export interface CostsResult {
  /** All costs of all fills, exact. */
  readonly total: Decimal;
  /** By kind, in the order in which the kinds appeared. */
  readonly byKind: ReadonlyMap<string, Decimal>;
  /** Value of all fills, buys and sells. */
  readonly traded: Decimal;
  readonly fills: number;
  /** Fills whose price or occurrence depended on the path policy. */
  readonly pathDependentFills: number;
  /** What models of spread and impact made the fills dearer: part of their prices, not of `total`. */
  readonly slippage: Decimal;
  readonly slippageByKind: ReadonlyMap<string, Decimal>;
  /** Fills whose price a model moved beyond their bar. */
  readonly fillsBeyondBar: number;
}

/** What trading cost, by kind. */
export function costs(): AnalyzerFactory<CostsResult> {
  return () => new CostsAnalyzer();
}

class CostsAnalyzer implements Analyzer<CostsResult> {
  #traded: Quanta = 0;
  #total: Quanta = 0;
  #fills = 0;
  #pathDependent = 0;
  #beyondBar = 0;
  readonly #byKind = new Tally();
  readonly #slippage = new Tally();

  onFill(fill: Fill): void {
    this.#fills++;
    if (fill.pathDependent) this.#pathDependent++;
    if (fill.beyondBar) this.#beyondBar++;
    this.#traded = addQuanta(this.#traded, fill.valueQuanta);
    this.#total = addQuanta(this.#total, fill.costQuanta);
    for (const { kind, amount } of fill.costs) this.#byKind.add(kind, amount);
    for (const { kind, amount } of fill.slippage) this.#slippage.add(kind, amount);
  }

  result(): CostsResult {
    return {
      total: quantaToDecimal(this.#total),
      byKind: decimals(this.#byKind),
      traded: quantaToDecimal(this.#traded),
      fills: this.#fills,
      pathDependentFills: this.#pathDependent,
      slippage: quantaToDecimal(this.#slippage.total),
      slippageByKind: decimals(this.#slippage),
      fillsBeyondBar: this.#beyondBar,
    };
  }
}

function decimals(amounts: Tally): Map<string, Decimal> {
  const exact = new Map<string, Decimal>();
  for (const [kind, amount] of amounts.toMap()) exact.set(kind, quantaToDecimal(amount));
  return exact;
}
