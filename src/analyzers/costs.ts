import type { Fill } from '../core/fill.js';
import { quantaToDecimal, type Decimal } from '../core/money.js';
import { addQuanta, sumQuanta, type Quanta } from '../core/quanta.js';
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
  readonly #byKind = new Map<string, Quanta>();
  readonly #slippage = new Map<string, Quanta>();

  onFill(fill: Fill): void {
    this.#fills++;
    if (fill.pathDependent) this.#pathDependent++;
    if (fill.beyondBar) this.#beyondBar++;
    this.#traded = addQuanta(this.#traded, fill.valueQuanta);
    this.#total = addQuanta(this.#total, fill.costQuanta);
    for (const { kind, amount } of fill.costs) this.#byKind.set(kind, addQuanta(this.#byKind.get(kind) ?? 0, amount));
    for (const { kind, amount } of fill.slippage) this.#slippage.set(kind, addQuanta(this.#slippage.get(kind) ?? 0, amount));
  }

  result(): CostsResult {
    return {
      total: quantaToDecimal(this.#total),
      byKind: decimals(this.#byKind),
      traded: quantaToDecimal(this.#traded),
      fills: this.#fills,
      pathDependentFills: this.#pathDependent,
      slippage: quantaToDecimal(sumQuanta(this.#slippage.values())),
      slippageByKind: decimals(this.#slippage),
      fillsBeyondBar: this.#beyondBar,
    };
  }
}

function decimals(amounts: ReadonlyMap<string, Quanta>): Map<string, Decimal> {
  return new Map([...amounts].map(([kind, amount]) => [kind, quantaToDecimal(amount)]));
}
