import type { AnalyzerFactory } from './analyzer.js';
import { rollingBeta, rollingSharpe, rollingVolatility } from '../statistics/rolling.js';
import { ofSessionReturns } from './session-returns.js';

/** Figures over a moving window of session returns, parallel to the sessions. NaN where the window is not full or gives none. */
export interface RollingFigures {
  /** Session returns in a window. */
  readonly window: number;
  /** Annualised. */
  readonly sharpe: Float64Array;
  /** Annualised. */
  readonly volatility: Float64Array;
  /** Against the benchmark; `undefined` without one. */
  readonly beta: Float64Array | undefined;
}

/** Rolling figures of finished session returns. */
export function rollingFiguresOf(
  returns: Float64Array,
  benchmark: Float64Array | undefined,
  { window, periodsPerYear }: { readonly window: number; readonly periodsPerYear: number },
): RollingFigures {
  return {
    window,
    sharpe: rollingSharpe(returns, { window, periodsPerYear }),
    volatility: rollingVolatility(returns, { window, periodsPerYear }),
    beta: benchmark && rollingBeta(returns, benchmark, { window }),
  };
}

/** Options of {@link rolling}. */
export interface RollingAnalyzerOptions {
  /** Session returns in a window. Default: half a year of the calendar's sessions (126 of XNYS). */
  readonly window?: number;
}

/** Default window: half a year. */
export function rollingWindow(sessionsPerYear: number): number {
  return Math.round(sessionsPerYear / 2);
}

/** Rolling Sharpe ratio and volatility of the session returns. */
export function rolling({ window }: RollingAnalyzerOptions = {}): AnalyzerFactory<RollingFigures> {
  return ofSessionReturns(({ returns, periodsPerYear }) =>
    rollingFiguresOf(returns, undefined, { window: window ?? rollingWindow(periodsPerYear), periodsPerYear }),
  );
}
