import type { Bar } from '../core/bar.js';
import type { Calendar } from '../calendar/calendar.js';
import { Channel } from '../bus/channel.js';
import type { Clock } from '../clock/clock.js';
import { ConfigError } from '../core/errors.js';
import type { Execution } from '../core/execution.js';
import type { Decimal, DecimalInput } from '../core/money.js';
import type { Order, OrderId } from '../core/order.js';
import type { RandomSource } from '../core/random.js';
import type { Slice } from '../core/slice.js';
import type { BarInterval, Millis } from '../core/time.js';
import type { EngineBus } from '../bus/engine-bus.js';
import type { Position } from '../portfolio/position.js';
import type { ConsolidationPeriod } from './consolidator.js';
import type { StrategyContext } from './context.js';
import { IndicatorField, type AnyIndicator, type IndicatorOptions } from './indicator-field.js';
import { resolveParameters, type ParameterSchema } from './parameters.js';
import { PersistentState } from './persistent-state.js';
import type { OrderCommand } from '../core/order-command.js';
import type { OcoIds, OcoRequest, OrderChanges, OrderOptions, OrderRequest, RebalanceOptions, TargetOptions } from './requests.js';
import { Schedule, type Timer } from './schedule.js';

/** What a call without options means: one object for all of them. */
const NO_OPTIONS: TargetOptions = Object.freeze({});

/**
 * Base of every strategy: written once, run as backtest, on paper and live.
 *
 * Override the hooks you need. A hook sees what is known at `now` and nothing later; orders it sends fill at the next
 * eligible price, never in the slice that it was called for. Indicators are fields:
 * `fast = this.indicator(() => sma(20))`.
 *
 * @typeParam P - parameters, read as `this.params`
 * @typeParam Column - names that `bar.get(name)` may ask for
 * @typeParam Prepared - what the configuration's `prepare` returns, read as `this.prepared`
 */
export abstract class Strategy<P extends object = object, Column extends string = string, Prepared = unknown> {
  /** Kinds, defaults and ranges of the parameters. Without it any value is taken as it is. */
  static readonly parameters?: ParameterSchema;

  readonly params: Readonly<P>;
  /** Everything the strategy sends: listen to it in tests. */
  readonly orders = new Channel<OrderCommand>();
  /** Declared indicators, in order. For the engine. */
  readonly indicatorFields: IndicatorField<AnyIndicator>[] = [];
  /** Declared state that survives a restart. For the engine. */
  readonly persistent = new PersistentState();
  #context: StrategyContext | undefined;
  #schedule: Schedule | undefined;

  /** @throws ConfigError for a parameter that is unknown or out of range. */
  constructor(params?: Partial<P>) {
    this.params = Object.freeze(resolveParameters(new.target.name, new.target.parameters, params ?? {})) as Readonly<P>;
  }

  // Hooks

  /** Once, before the first bar: schedules and consolidators are set up here. */
  onStart(): void {}
  /** Each closed bar of each instrument that has warmed up. */
  onBar(_bar: Bar<Column>): void {}
  /** Each bar on which the instrument's indicators are not ready yet, or that lies before the run's start. No orders. */
  onWarmup(_bar: Bar<Column>): void {}
  /** Once for all bars that closed at one instant, after their `onBar`. */
  onSlice(_slice: Slice<Column>): void {}
  /** What became of an order. */
  onExecution(_execution: Execution): void {}
  /** A timer of `schedule` that was given a name instead of a function. */
  onTimer(_timer: Timer): void {}
  /** Once, after the last bar. */
  onStop(): void {}

  // Orders

  /** Buys a quantity: at the next open, at a limit or at a stop. Returns the order's id. */
  protected buy(symbol: string, quantity: DecimalInput, options: OrderOptions = {}): OrderId {
    return this.context.submit({ symbol, side: 'buy', quantity, ...options });
  }

  /** Sells a quantity; beyond the position only where the account allows short sales. */
  protected sell(symbol: string, quantity: DecimalInput, options: OrderOptions = {}): OrderId {
    return this.context.submit({ symbol, side: 'sell', quantity, ...options });
  }

  /** Sends an order with everything spelled out, for example a notional one. */
  protected order(request: OrderRequest): OrderId {
    return this.context.submit(request);
  }

  /** Sends a take-profit and a stop-loss of which one ends the other, for a position that is held already. */
  protected oco(request: OcoRequest): OcoIds {
    return this.context.oco(request);
  }

  /**
   * Replaces a working order by one with another quantity or price. The new order has an id and a place in the queue of
   * its own; when it is refused, the old one works on.
   */
  protected replace(id: OrderId, changes: OrderChanges): OrderId {
    return this.context.replace(id, changes);
  }

  /** Asks for the end of a working order. */
  protected cancel(id: OrderId): void {
    this.context.cancel(id);
  }

  /** Asks for the end of all working orders (of a symbol). */
  protected cancelAll(symbol?: string): void {
    this.context.cancelAll(symbol);
  }

  /** Closes the position at the next open, after canceling the symbol's exit orders. `undefined` when already flat. */
  protected close(symbol: string, options: TargetOptions = NO_OPTIONS): OrderId | undefined {
    return this.context.close(symbol, options);
  }

  /** Brings the position to a fraction of equity (1 is all of it, less the cash buffer), counted at the last close. */
  protected orderTargetPercent(symbol: string, fraction: number, options: TargetOptions = NO_OPTIONS): OrderId | undefined {
    return this.context.targetPercent(symbol, fraction, options);
  }

  /** Brings the position to a quantity. */
  protected orderTargetQuantity(symbol: string, quantity: DecimalInput, options: TargetOptions = NO_OPTIONS): OrderId | undefined {
    return this.context.targetQuantity(symbol, quantity, options);
  }

  /** Brings the whole book to weights of equity; symbols without a weight are closed unless told otherwise. */
  protected rebalance(weights: Readonly<Record<string, number>> | ReadonlyMap<string, number>, options: RebalanceOptions = {}): void {
    this.context.rebalance(weights instanceof Map ? weights : new Map(Object.entries(weights)), options);
  }

  // What is known

  /** The run's time. */
  get now(): Millis {
    return this.context.clock.now();
  }
  get clock(): Clock {
    return this.context.clock;
  }
  get name(): string {
    return this.#context?.name ?? this.constructor.name;
  }
  get symbols(): readonly string[] {
    return this.context.symbols;
  }
  get calendar(): Calendar {
    return this.context.calendar;
  }
  /** Seeded by the run's seed and the strategy's name. */
  get random(): RandomSource {
    return this.context.random;
  }
  /** The run's channels, for RxJS pipelines. */
  get bus(): EngineBus {
    return this.context.bus;
  }
  get prepared(): Prepared {
    return this.context.prepared as Prepared;
  }
  /** Equity the strategy sizes with, float64: its allocation of the account's, or that of its sub-account. */
  get equity(): number {
    return this.context.equity;
  }
  /** The account's cash, exact; that of its sub-account where it has one. */
  get cash(): Decimal {
    return this.context.cash;
  }
  /** Timers on the venue's sessions. */
  get schedule(): Schedule {
    this.#schedule ??= new Schedule(this.context.clock, this.context.calendar, this.context.tradingStart, (timer) => this.onTimer(timer));
    return this.#schedule;
  }

  /** The strategy's own position. */
  position(symbol: string): Position {
    return this.context.position(symbol);
  }
  /** Units held, below 0 when short. Cheaper than `position`. */
  quantity(symbol: string): number {
    return this.context.quantity(symbol);
  }
  /** Orders that still work, oldest first. */
  workingOrders(symbol?: string): readonly Order[] {
    return this.context.workingOrders(symbol);
  }
  /** Close of the last bar, `undefined` before the first. */
  mark(symbol: string): number | undefined {
    return this.context.mark(symbol);
  }
  /** True once all indicators of the symbol have their first value. */
  isReady(symbol: string): boolean {
    return this.context.isReady(symbol);
  }
  /** The last `count` closed bars, oldest first; fewer at the beginning of the data. */
  history(symbol: string, count: number, interval?: BarInterval): readonly Bar<Column>[] {
    return this.context.history(symbol, count, interval) as readonly Bar<Column>[];
  }

  /**
   * Close of another symbol's bar of the same interval that closed at the same instant as `bar`; NaN where there is none.
   * For indicators of two symbols: `rollingBeta(60).between((bar: Bar) => bar.close, (bar: Bar) => this.closeWith(bar, 'SPY'))`.
   */
  protected closeWith(bar: Bar, symbol: string): number {
    const other = this.history(symbol, 1, bar.interval)[0];
    return other !== undefined && other.time === bar.time ? other.close : Number.NaN;
  }

  // Declarations

  /** Declares an indicator: one instance for each instrument, fed before `onBar`, part of the warm-up. */
  protected indicator<I extends AnyIndicator>(make: () => I, options: IndicatorOptions = {}): IndicatorField<I> {
    const field = new IndicatorField(make, options);
    this.indicatorFields.push(field as unknown as IndicatorField<AnyIndicator>);
    return field;
  }

  /** Declares state that must survive a restart: a plain object of JSON values, saved after each step on paper and live. */
  protected state<S extends Record<string, unknown>>(name: string, initial: S): S {
    return this.persistent.declare(name, initial);
  }

  /** Builds longer bars out of the symbol's finest ones and hands each over when it closes. */
  protected consolidate(symbol: string, period: ConsolidationPeriod, handler: (bar: Bar<Column>) => void): void {
    this.context.consolidate(symbol, period, handler as (bar: Bar) => void);
  }

  /** Puts a point of a named line into the tear sheet. */
  protected plot(name: string, value: number): void {
    this.context.plot(name, value);
  }

  /** Writes a line into the run's log, with the run's time. */
  protected log(message: string, data?: Readonly<Record<string, unknown>>): void {
    this.context.log(message, data);
  }

  /** Ties the strategy to whoever runs it. For the engine and for tests. */
  attach(context: StrategyContext): void {
    this.#context = context;
    this.#schedule = undefined;
  }

  private get context(): StrategyContext {
    if (this.#context !== undefined) return this.#context;
    throw new ConfigError(`${this.constructor.name} is not part of a run yet`, {
      code: 'strategy/detached',
      context: { strategy: this.constructor.name },
      hint: 'call this from a hook (onStart at the earliest), not from the constructor or a field',
    });
  }
}
