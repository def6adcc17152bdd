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

  instrument(symbol: string): Instrument;
  submit(request: OrderRequest): OrderId;
  oco(request: OcoRequest): OcoIds;
  replace(id: OrderId, changes: OrderChanges): OrderId;
  cancel(id: OrderId): void;
  cancelAll(symbol?: string): void;
  close(symbol: string, options: TargetOptions): OrderId | undefined;
  targetPercent(symbol: string, fraction: number, options: TargetOptions): OrderId | undefined;
  targetQuantity(symbol: string, quantity: DecimalInput, options: TargetOptions): OrderId | undefined;
  rebalance(weights: ReadonlyMap<string, number>, options: RebalanceOptions): void;

  position(symbol: string): Position;
  quantity(symbol: string): number;
  workingOrders(symbol?: string): readonly Order[];
  mark(symbol: string): number | undefined;
  isReady(symbol: string): boolean;
  history(symbol: string, count: number, interval?: BarInterval): readonly Bar[];
  consolidate(symbol: string, period: ConsolidationPeriod, handler: (bar: Bar) => void): void;
  plot(name: string, value: number): void;
  log(message: string, data?: Readonly<Record<string, unknown>>): void;
}
