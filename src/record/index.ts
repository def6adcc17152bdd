export { MAX_DECISIONS, type Decision, type Decisions, type IndicatorReading } from './decision-log.js';
export type { OrderChange, OrderRecord, OrderRecordView } from './order-record.js';
export { fillRowsOf, orderRowsOf, tradeRowsOf, type RecordedLists } from './rows-of.js';
