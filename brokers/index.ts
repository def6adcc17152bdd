export { perShareFee, percentFee, type PerShareFeeOptions } from './simulated/costs/fees.js';
export type { CostedTrade, CostMeter, CostModel } from './simulated/costs/cost-model.js';
export { volatilityCost, type VolatilityCostOptions } from './simulated/costs/volatility-cost.js';
export type { PathPolicy, SimulatedBrokerOptions } from './simulated/options.js';
export { simulated } from './simulated/simulated-broker.js';
