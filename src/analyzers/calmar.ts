import { cagr } from '../statistics/returns.js';
import { calmarRatio } from '../statistics/calmar.js';
import type { Statistic } from '../statistics/statistic.js';
import type { AnalyzerFactory } from './analyzer.js';
import { ofEquityCurve } from './curve-analyzer.js';
import { drawdownOf } from './drawdown.js';

/** Calmar ratio: compound annual growth over the deepest drawdown of all points. */
export function calmar(): AnalyzerFactory<Statistic> {
  return ofEquityCurve((curve, { calendar }) => {
    const { startEquity, equity, sessionEquity } = curve;
    const n = sessionEquity.length;
    const growth = cagr([startEquity, equity[equity.length - 1] ?? startEquity], n / calendar.sessionsPerYear);
    return calmarRatio({ ...growth, n }, drawdownOf(curve).depth);
  });
}
