export { maxGrossExposure, maxNetExposure, maxSectorExposure } from './exposure-rules.js';
export { dailyLossStop, drawdownStop, type LossStopOptions } from './loss-rules.js';
export { maxOrderRate, priceBand, shortAvailability, washTradeGuard } from './order-rules.js';
export type { PendingLots, PendingOrder } from './pending-lots.js';
export { RiskGate, type GateResult } from './risk-gate.js';
export {
  PASS,
  type AnyRiskRule,
  type RememberingRule,
  type RiskMonitor,
  type RiskRule,
  type RiskRun,
  type RiskVerdict,
} from './risk-rule.js';
export { maxOrderValue, maxPosition } from './rules.js';
export { fractionalKelly, riskPerTrade, volatilityTarget, type Edge, type RiskPerTradeOptions } from './sizers.js';
