export { MAX_DECISIONS, type Decision, type Decisions, type IndicatorReading } from './decision-log.js';
export type { OrderChange, OrderRecord } from './order-record.js';
