export { backtest, loadBacktest, type LoadedBacktest, type RerunOptions } from './backtest.js';
export type { BenchmarkCurve } from './benchmark.js';
export {
  defineBacktest,
  type AccountConfig,
  type BacktestConfig,
  type PrepareContext,
  type PreparedData,
  type StrategyConstructor,
  type StrategyEntry,
} from './config.js';
export type { InputAge } from './input-ages.js';
export type { LiveOptions } from './live-options.js';
export type { Metrics } from './metrics.js';
export type { BacktestResult, RunSettings, StrategyShare, SubAccountResult } from './result.js';
export type { LogLine, PlotLine } from './run-log.js';
export type { Progress, RunOptions } from './run-options.js';
