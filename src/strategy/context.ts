import type { EngineBus } from '../bus/engine-bus.js';
import type { Calendar } from '../calendar/calendar.js';
import type { Clock } from '../clock/clock.js';
import type { Bar } from '../core/bar.js';
import type { Instrument } from '../core/instrument.js';
import type { Decimal, DecimalInput } from '../core/money.js';
import type { Order, OrderId } from '../core/order.js';
import type { RandomSource } from '../core/random.js';
import type { BarInterval, Millis } from '../core/time.js';
import type { Position } from '../portfolio/position.js';
import type { ConsolidationPeriod } from './consolidator.js';
import type { OcoIds, OcoRequest, OrderChanges, OrderRequest, RebalanceOptions, TargetOptions } from './requests.js';

/** What a strategy needs from whoever runs it: the engine, or a test. */
export interface StrategyContext {
  /** Name of the strategy in this run. */
  readonly name: string;
  /** Symbols it trades, in declared order. */
  readonly symbols: readonly string[];
  readonly clock: Clock;
  /** Calendar of its first instrument. */
  readonly calendar: Calendar;
  /** Timers begin after this instant; bars up to it warm up. */
  readonly tradingStart: Millis;
  readonly random: RandomSource;
  readonly bus: EngineBus;
  /** What `prepare` returned. */
  readonly prepared: unknown;
  /** Equity that the strategy sizes with: its share of the account's. */
  readonly equity: number;
  readonly cash: Decimal;

  /** An instrument of the run. */
  instrument(symbol: string): Instrument;
  /** Sends an order and returns its id. */
  submit(request: OrderRequest): OrderId;
  /** Sends two orders of which one ends the other. */
  oco(request: OcoRequest): OcoIds;
  /** Sends an order in the place of a working one. */
  replace(id: OrderId, changes: OrderChanges): OrderId;
  /** Asks for the end of a working order. */
  cancel(id: OrderId): void;
  /** Asks for the end of all working orders (of a symbol). */
  cancelAll(symbol?: string): void;
  /** Closes the position; `undefined` when already flat. */
  close(symbol: string, options: TargetOptions): OrderId | undefined;
  /** Brings the position to a fraction of equity. */
  targetPercent(symbol: string, fraction: number, options: TargetOptions): OrderId | undefined;
  /** Brings the position to a quantity. */
  targetQuantity(symbol: string, quantity: DecimalInput, options: TargetOptions): OrderId | undefined;
  /** Brings the whole book to weights of equity. */
  rebalance(weights: ReadonlyMap<string, number>, options: RebalanceOptions): void;

  /** The strategy's own position. */
  position(symbol: string): Position;
  /** Units held, below 0 when short. */
  quantity(symbol: string): number;
  /** Orders that still work, oldest first. */
  workingOrders(symbol?: string): readonly Order[];
  /** Close of the last bar, `undefined` before the first. */
  mark(symbol: string): number | undefined;
  /** True once all indicators of the symbol have their first value. */
  isReady(symbol: string): boolean;
  /** The last closed bars, oldest first. */
  history(symbol: string, count: number, interval?: BarInterval): readonly Bar[];
  /** Builds longer bars and hands each over when it closes. */
  consolidate(symbol: string, period: ConsolidationPeriod, handler: (bar: Bar) => void): void;
  /** Adds a point to a named line of the report. */
  plot(name: string, value: number): void;
  /** Writes a line into the run's log. */
  log(message: string, data?: Readonly<Record<string, unknown>>): void;
}
