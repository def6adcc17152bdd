import { GrowingColumn } from '../core/growing-column.js';
import type { Millis } from '../core/time.js';
import { simpleReturns } from '../statistics/returns.js';
import type { AnalysisStart, Analyzer, AnalyzerFactory } from './analyzer.js';
import type { EquityCurve } from './equity-curve.js';

/** Simple returns from session to session, the first from the start value. */
export interface SessionReturns {
  readonly returns: Float64Array;
  /** Sessions a year of the run's calendar: the factor that annualises. */
  readonly periodsPerYear: number;
}

/** Session returns of a finished curve. */
export function sessionReturnsOf({ startEquity, sessionEquity }: Pick<EquityCurve, 'startEquity' | 'sessionEquity'>): Float64Array {
  return simpleReturns(withStart(startEquity, sessionEquity));
}

/** A curve with its start value as the first point. */
export function withStart(start: number, points: Float64Array): Float64Array {
  const all = new Float64Array(points.length + 1);
  all[0] = start;
  all.set(points, 1);
  return all;
}

/** Collects the session returns that the ratios are made of. */
export function sessionReturns(): AnalyzerFactory<SessionReturns> {
  return () => new SessionReturnsCollector((result) => result);
}

/** An analyzer that is one function of the session returns. */
export function ofSessionReturns<R>(statistic: (returns: SessionReturns) => R): AnalyzerFactory<R> {
  return () => new SessionReturnsCollector(statistic);
}

class SessionReturnsCollector<R> implements Analyzer<R> {
  readonly #statistic: (returns: SessionReturns) => R;
  readonly #returns = new GrowingColumn(1024);
  #last = Number.NaN;
  #periodsPerYear = Number.NaN;

  constructor(statistic: (returns: SessionReturns) => R) {
    this.#statistic = statistic;
  }

  onStart({ equity, calendar }: AnalysisStart): void {
    this.#last = equity;
    this.#periodsPerYear = calendar.sessionsPerYear;
  }

  onSession(_time: Millis, equity: number): void {
    this.#returns.push(equity / this.#last - 1);
    this.#last = equity;
  }

  result(): R {
    return this.#statistic({ returns: this.#returns.view(), periodsPerYear: this.#periodsPerYear });
  }
}
