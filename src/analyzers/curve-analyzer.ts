import { GrowingColumn } from '../core/growing-column.js';
import type { Millis } from '../core/time.js';
import type { AnalysisStart, Analyzer, AnalyzerFactory } from './analyzer.js';
import { type EquityCurve, equityCurveOf } from './equity-curve.js';

/** An analyzer that is one function of the equity curve: collects its points, and asks the function at the end. */
export function ofEquityCurve<R>(of: (curve: EquityCurve, start: AnalysisStart) => R): AnalyzerFactory<R> {
  return () => new CurveCollector(of);
}

class CurveCollector<R> implements Analyzer<R> {
  readonly #of: (curve: EquityCurve, start: AnalysisStart) => R;
  readonly #times = new GrowingColumn(1024);
  readonly #equity = new GrowingColumn(1024);
  #start: AnalysisStart | undefined;

  constructor(of: (curve: EquityCurve, start: AnalysisStart) => R) {
    this.#of = of;
  }

  onStart(start: AnalysisStart): void {
    this.#start = start;
  }

  onEquity(time: Millis, equity: number): void {
    this.#times.push(time);
    this.#equity.push(equity);
  }

  result(): R {
    const start = this.#start!;
    const points = { times: this.#times.view(), equity: this.#equity.view() };
    return this.#of(equityCurveOf(points, start, start.calendar), start);
  }
}
