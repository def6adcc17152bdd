/**
 * Figures of returns, equity curves and trades as pure functions.
 *
 * @module barstream/statistics
 */
export { calmarRatio } from './calmar.js';
export { captureRatio, type CaptureOptions, type CaptureSide } from './capture.js';
export { costSensitivity, type CostScenario, type CostSensitivity, type CostSensitivityOptions } from './cost-sensitivity.js';
export { DrawdownTracker } from './drawdown-tracker.js';
export { type Drawdown, drawdowns, type TimedDrawdown, timedDrawdowns, worstDrawdowns } from './drawdowns.js';
export { deepestDrawdown, maxDrawdown } from './max-drawdown.js';
export {
  type CentralMoments,
  centralMoments,
  kurtosis,
  mean,
  type MomentRatioOptions,
  skewness,
  standardDeviation,
  type StandardDeviationOptions,
} from './moments.js';
export { normalCdf, normalQuantile } from './normal.js';
export { omegaRatio, type OmegaOptions } from './omega.js';
export { type PeriodReturn, type ReturnPeriod, returnsByPeriod } from './period-returns.js';
export {
  minimumTrackRecordLength,
  type MinimumTrackRecordOptions,
  type ProbabilisticSharpeOptions,
  probabilisticSharpeRatio,
  sharpeStandardError,
  type TrackRecord,
  trackRecord,
} from './probabilistic-sharpe.js';
export { wilsonInterval } from './proportion.js';
export { median, quantile, type QuantileInterpolation, type QuantileOptions } from './quantile.js';
export {
  annualisedAlpha,
  type AnnualisedAlphaOptions,
  benchmarkRegression,
  type BenchmarkRegression,
  informationRatio,
  trackingError,
  type TrackingOptions,
} from './regression.js';
export { annualisedVolatility, type AnnualisedVolatilityOptions, cagr, equityFromReturns, simpleReturns, totalReturn } from './returns.js';
export { rollingAlpha, rollingBeta, type RollingOptions, rollingSharpe, rollingStatistic, rollingVolatility } from './rolling.js';
export { sharpeRatio, type SharpeOptions } from './sharpe.js';
export { downsideDeviation, type DownsideOptions, sortinoRatio, type SortinoDenominator, type SortinoOptions } from './sortino.js';
export type { Statistic } from './statistic.js';
export { tailRatio } from './tail-ratio.js';
export { tradeStatistics, type TradeOutcome, type TradeStatistics } from './trade-statistics.js';
export { averageDrawdown, drawdownSeries, timeUnderWater, ulcerIndex } from './under-water.js';
export { conditionalValueAtRisk, type ConditionalValueAtRiskOptions, valueAtRisk, type ValueAtRiskOptions } from './value-at-risk.js';
