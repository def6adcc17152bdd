export { Bar } from './bar.js';
export {
  actionHistory,
  type ActionHistory,
  type CorporateAction,
  type Delisting,
  type Dividend,
  type Split,
  type SymbolChange,
} from './corporate-action.js';
export {
  BarstreamError,
  BrokerError,
  ConfigError,
  DataError,
  OrderError,
  ReconciliationError,
  StrategyError,
  type ErrorContext,
  type ErrorDetails,
} from './errors.js';
export { isTerminal, type CancelReason, type Execution, type ExpireReason, type ReduceReason, type RejectReason } from './execution.js';
export type { ExternalSeries } from './external.js';
export { Fill, type CostItem, type FillFields, type FillView } from './fill.js';
export { Instrument, type InstrumentSpec, type PriceBasis, type VolumeKnowledge } from './instrument.js';
export {
  Decimal,
  exactOf,
  quantaOf,
  quantaToDecimal,
  quantaToNumber,
  quantaToText,
  type DecimalInput,
  type Exact,
  type Rounding,
} from './money.js';
export { addQuanta, negateQuanta, subtractQuanta, sumQuanta, type Quanta } from './quanta.js';
export { ordersOf, type OrderCommand } from './order-command.js';
export { isTerminalStatus, nextStatus, type OrderStatus } from './order-state.js';
export {
  Order,
  type ApprovedOrder,
  type Notional,
  type OrderFields,
  type OrderId,
  type OrderPurpose,
  type OrderType,
  type OrderExtras,
  type OrderView,
  type OrderWhy,
  type ParentFill,
  type PricePoint,
  type Side,
  type Signals,
  type TimeInForce,
  type Trail,
} from './order.js';
export { seededRandom, type RandomSource } from './random.js';
export type { Rows } from './rows.js';
export { BarSeries, type SeriesColumns } from './series.js';
export { Slice } from './slice.js';
export { BarTable, TableSeries } from './table.js';
export { DAY, HOUR, MINUTE, SECOND, isoInstant, type BarInterval, type Interval, type IsoDate, type Millis } from './time.js';
export { Trade, type TradeView } from './trade.js';
