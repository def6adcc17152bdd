/**
 * Who fills orders, and what that costs.
 *
 * @module barstream/brokers
 */
export { alpacaBroker } from './alpaca/alpaca-broker.js';
export type { AlpacaBrokerOptions } from './alpaca/options.js';
export type { Environment as AlpacaEnvironment } from './alpaca/endpoints.js';
export { squareRootImpact, volumeShare, type SquareRootImpactOptions } from './simulated/costs/impact.js';
export type { PricedTrade, PriceMeter, PriceModel } from './simulated/costs/price-model.js';
export { fixedBps, halfSpread, type Spread } from './simulated/costs/spread.js';
export { tieredFee, type FeeTier, type TieredFeeOptions } from './simulated/costs/tiered-fee.js';
export { SEC_RATES, TAF_RATES, type DatedCappedRate, type DatedRate } from './simulated/costs/us-fee-rates.js';
export { secFee, tafFee, type UsFeeOptions } from './simulated/costs/us-fees.js';
export { perShareFee, percentFee, type PerShareFeeOptions } from './simulated/costs/fees.js';
export type { CostedTrade, CostMeter, CostModel } from './simulated/costs/cost-model.js';
export { volatilityCost, type VolatilityCostOptions } from './simulated/costs/volatility-cost.js';
export type { PathPolicy, SimulatedBrokerOptions } from './simulated/options.js';
export { simulated } from './simulated/simulated-broker.js';
