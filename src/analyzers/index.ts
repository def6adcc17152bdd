export type { AnalysisOf, AnalysisStart, Analyzer, AnalyzerFactory, AnalyzerSet } from './analyzer.js';
export { costs, type CostsResult } from './costs.js';
export { drawdown, type DrawdownResult } from './drawdown.js';
export { equityCurveOf, type EquityCurve } from './equity-curve.js';
export { probabilisticSharpe, sharpe, volatility, type ProbabilisticSharpeAnalyzerOptions, type SharpeAnalyzerOptions } from './ratios.js';
export { ofSessionReturns, sessionReturns, type SessionReturns } from './session-returns.js';
export { tradeList } from './trade-list.js';
export { tradeSummary, type TradeSummary } from './trade-summary.js';
