export type { ConsolidationPeriod } from './consolidator.js';
export type { StrategyContext } from './context.js';
export type { AnyIndicator, IndicatorField, IndicatorOptions, IndicatorSource } from './indicator-field.js';
export {
  choice,
  flag,
  integer,
  number,
  parseParameter,
  resolveParameters,
  text,
  type ParameterSchema,
  type ParameterSpec,
  type ParametersOf,
} from './parameters.js';
export type {
  OcoIds,
  OcoRequest,
  OrderChanges,
  OrderOptions,
  OrderRequest,
  RebalanceOptions,
  StopLoss,
  TargetOptions,
  WhyOptions,
} from './requests.js';
export type { Schedule, Timer, TimerTarget, Weekday } from './schedule.js';
export { Strategy } from './strategy.js';
