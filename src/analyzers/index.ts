export type { AnalysisOf, AnalysisStart, Analyzer, AnalyzerFactory, AnalyzerSet } from './analyzer.js';
export { attribution, type Attribution, type Contribution } from './attribution.js';
export { calmar } from './calmar.js';
export { costs, type CostsResult } from './costs.js';
export { ofEquityCurve } from './curve-analyzer.js';
export { drawdown, type DrawdownResult } from './drawdown.js';
export { drawdownTable, type DrawdownRow, type DrawdownTable, type DrawdownTableOptions } from './drawdown-table.js';
export { equityCurveOf, type EquityCurve } from './equity-curve.js';
export { excursions, type Excursion, type ExcursionResult } from './excursions.js';
export { exposure, type ExposureResult } from './exposure.js';
export type { StalePosition } from './holdings.js';
export { Performance, type PerformanceSource } from './performance.js';
export { periodReturns, type PeriodTable } from './period-table.js';
export { probabilisticSharpe, sharpe, volatility, type ProbabilisticSharpeAnalyzerOptions, type SharpeAnalyzerOptions } from './ratios.js';
export type { ReturnFigures } from './return-figures.js';
export {
  conditionalValueAtRisk,
  downsideRisk,
  minimumTrackRecord,
  omega,
  sortino,
  tailRatio,
  valueAtRisk,
  type AnnualTargetOptions,
  type MinimumTrackRecordAnalyzerOptions,
} from './return-ratios.js';
export { rolling, type RollingAnalyzerOptions, type RollingFigures } from './rolling-figures.js';
export { ofSessionReturns, sessionReturns, type SessionReturns } from './session-returns.js';
export { tradeFigures, type TradeFigures } from './trade-figures.js';
export { tradeList } from './trade-list.js';
export { tradeSummary, type TradeSummary } from './trade-summary.js';
export { trading, type CostOfKind, type TradingResult } from './trading-costs.js';
export { versusBenchmark, type BenchmarkComparison } from './versus-benchmark.js';
