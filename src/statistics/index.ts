export { DrawdownTracker } from './drawdown-tracker.js';
export { type Drawdown, drawdowns, type TimedDrawdown, timedDrawdowns } from './drawdowns.js';
export { deepestDrawdown, maxDrawdown } from './max-drawdown.js';
export {
  type CentralMoments,
  centralMoments,
  kurtosis,
  mean,
  skewness,
  standardDeviation,
  type StandardDeviationOptions,
} from './moments.js';
export { normalCdf, normalQuantile } from './normal.js';
export {
  minimumTrackRecordLength,
  type MinimumTrackRecordOptions,
  type ProbabilisticSharpeOptions,
  probabilisticSharpeRatio,
  sharpeStandardError,
  type TrackRecord,
  trackRecord,
} from './probabilistic-sharpe.js';
export { annualisedVolatility, type AnnualisedVolatilityOptions, cagr, simpleReturns, totalReturn } from './returns.js';
export { sharpeRatio, type SharpeOptions } from './sharpe.js';
export type { Statistic } from './statistic.js';
