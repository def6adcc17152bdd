import { EngineBus } from '../bus/engine-bus.js';
import type { Calendar } from '../calendar/calendar.js';
import { QUEUE_RANK, SimulatedClock } from '../clock/simulated-clock.js';
import { Bar } from '../core/bar.js';
import { ConfigError } from '../core/errors.js';
import { isTerminal, type CancelReason, type Execution, type ExpireReason, type RejectReason } from '../core/execution.js';
import { Fill } from '../core/fill.js';
import { quantaOf, valueOfLots, type Decimal } from '../core/money.js';
import { ordersOf as ordersOfCommand, type OrderCommand } from '../core/order-command.js';
import type { Order } from '../core/order.js';
import { sumQuanta } from '../core/quanta.js';
import { seededRandom } from '../core/random.js';
import { Slice } from '../core/slice.js';
import { BarTable } from '../core/table.js';
import { isoInstant, type Millis } from '../core/time.js';
import type { Trade } from '../core/trade.js';
import { Market } from '../engine/market.js';
import { OrderRegistry, type OpenOrder } from '../engine/order-registry.js';
import { RunLog, type LogLine, type PlotLine } from '../engine/run-log.js';
import { startTimeOf } from '../engine/start-time.js';
import { StrategyHost } from '../engine/strategy-host.js';
import { Portfolio } from '../portfolio/portfolio.js';
import type { Position } from '../portfolio/position.js';
import { OrderLog } from '../record/order-log.js';
import type { OrderStatus } from '../core/order-state.js';
import type { Strategy } from '../strategy/strategy.js';
import { endless, fault, lotsOf } from './answers.js';
import { answersTo, consequencesOf, refusals } from './order-answers.js';
import { seriesOf, type FillOptions, type StrategyTestSetup } from './setup.js';

/** More commands than this in one step can only be a strategy that answers its own orders for ever. */
const MAX_COMMANDS_PER_STEP = 10_000;

/**
 * One strategy on literal bars, with neither engine nor broker: bars arrive when the test says so, and what becomes of
 * an order is the test's own word. Books, clock, indicators and orders are the real ones.
 */
export class StrategyTest<S extends Strategy> {
  readonly strategy: S;
  readonly bus = new EngineBus();
  /** Everything the strategy has sent, in order. */
  readonly commands: OrderCommand[] = [];
  /** What became of its orders, in order. */
  readonly executions: Execution[] = [];
  readonly trades: Trade[] = [];
  readonly #host: StrategyHost;
  readonly #symbols: readonly string[];
  readonly #market: Market;
  readonly #clock: SimulatedClock;
  readonly #portfolio: Portfolio;
  readonly #log: OrderLog;
  readonly #registry: OrderRegistry;
  readonly #runLog = new RunLog();
  readonly #tradeAfter: Millis;
  readonly #autoAccept: boolean;
  #slice = 0;
  #trading = false;
  /** Commands from here on wait for their answer. */
  #answered = 0;
  #fills = 0;

  constructor(strategy: S, setup: StrategyTestSetup) {
    const { warmup = 0, name = strategy.constructor.name || 'strategy' } = setup;
    const table = new BarTable(seriesOf(setup), setup.externals);
    const { instruments } = table;
    const calendar: Calendar = instruments[0]!.calendar;
    this.strategy = strategy;
    this.#symbols = instruments.map((instrument) => instrument.symbol);
    this.#market = new Market(table);
    this.#clock = new SimulatedClock(startTimeOf(table, calendar));
    this.#portfolio = new Portfolio(instruments, [name], quantaOf(setup.cash ?? 100_000));
    this.#portfolio.onTrade = (trade) => this.trades.push(trade);
    this.#log = new OrderLog(instruments, [name]);
    this.#registry = new OrderRegistry(1, instruments.length, this.#log);
    this.#tradeAfter = warmup > 0 ? this.#market.timeOf(Math.min(warmup, this.#market.sliceCount) - 1) : -Infinity;
    this.#autoAccept = setup.autoAccept ?? true;
    this.#host = new StrategyHost({
      name,
      index: 0,
      strategy,
      symbols: setup.symbols ?? this.#symbols,
      allocation: setup.allocation ?? 1,
      marketOrders: 'gtc',
      cashBuffer: setup.cashBuffer ?? 0,
      market: this.#market,
      portfolio: this.#portfolio,
      registry: this.#registry,
      clock: this.#clock,
      random: seededRandom(setup.seed ?? 1).fork(name),
      bus: this.bus,
      runLog: this.#runLog,
      prepared: setup.prepared,
      tradingStart: this.#tradeAfter,
    });
    strategy.orders.on((command) => {
      this.commands.push(command);
      this.bus.orders.emit(command);
    });
    this.#host.start();
    this.#answer();
  }

  // Bars and time

  /**
   * Delivers the bars of the next `count` slices, after the timers that are due before each, and returns the orders
   * sent meanwhile.
   * @throws ConfigError when there are not as many slices left.
   */
  next(count = 1): readonly Order[] {
    const before = this.commands.length;
    for (let i = 0; i < count; i++) this.#step();
    return ordersOf(this.commands.slice(before));
  }

  /** Delivers all bars that are left, and returns the orders sent meanwhile. */
  rest(): readonly Order[] {
    return this.next(this.slicesLeft);
  }

  /** Moves the clock to an instant before the next bar closes and runs the timers up to it. Returns the orders sent meanwhile. */
  advanceTo(time: Millis): readonly Order[] {
    if (this.slicesLeft > 0 && time >= this.#market.timeOf(this.#slice)) {
      throw new ConfigError(`the clock cannot go to ${isoInstant(time)}: a bar closes at ${isoInstant(this.#market.timeOf(this.#slice))}`, {
        code: 'testing/bar-skipped',
        context: { time, nextBar: this.#market.timeOf(this.#slice) },
        hint: 'deliver the bar with next() first',
      });
    }
    const before = this.commands.length;
    this.#runTimers(time, QUEUE_RANK.operator);
    this.#clock.advance(time);
    return ordersOf(this.commands.slice(before));
  }

  /** Ends the run: calls `onStop` and proves the books. */
  stop(): void {
    this.#host.stop();
    this.#answer();
    this.#portfolio.verify();
    this.bus.complete();
  }

  get now(): Millis {
    return this.#clock.now();
  }
  get slicesLeft(): number {
    return this.#market.sliceCount - this.#slice;
  }

  // What became of an order

  /**
   * Accepts an order, where `autoAccept` is off.
   * @throws ConfigError for an order that was answered already.
   */
  accept(order: Order): void {
    this.#tell({ kind: 'accepted', order: this.#pending(order).order, time: this.now });
  }

  /**
   * Refuses an order, where `autoAccept` is off.
   * @throws ConfigError for an order that was answered already.
   */
  reject(order: Order, reason: RejectReason = 'insufficient-buying-power', message = 'rejected by the test'): void {
    this.#tell({ kind: 'rejected', order: this.#pending(order).order, time: this.now, reason, message });
  }

  /** Ends an order as the venue would. */
  cancel(order: Order, reason: CancelReason = 'requested'): void {
    this.#tell({ kind: 'canceled', order: this.#open(order).order, time: this.now, reason });
  }

  /** Ends an order at the end of its time. */
  expire(order: Order, reason: ExpireReason = 'session-ended'): void {
    this.#tell({ kind: 'expired', order: this.#open(order).order, time: this.now, reason });
  }

  /**
   * Fills an order (or what is left of it) at a price, now. The price is not checked against any bar.
   * @throws ConfigError for an order that has ended, or a quantity it does not have.
   */
  fill(order: Order, price: number, { quantity, costs = {} }: FillOptions = {}): Fill {
    const open = this.#open(order);
    if (open.status === 'pending') this.accept(order);
    const lots = lotsOf(open, quantity);
    if (!(price > 0 && price < Infinity)) throw fault(order, `a price of ${price}`, 'give a price above 0');
    const { instrument, side } = open.order;
    const items = Object.entries(costs).map(([kind, amount]) => ({ kind, amount: quantaOf(amount, 'up') }));
    const fill = new Fill({
      id: ++this.#fills,
      order: open.order,
      lots,
      price,
      reference: price,
      value: valueOfLots(price, lots, instrument.unit, side === 'buy' ? 'up' : 'down'),
      costs: items,
      cost: sumQuanta(items.map((item) => item.amount)),
      time: this.now,
      knownAt: this.now,
      point: 'open',
      pathDependent: false,
    });
    const remaining = Math.max(0, open.remaining - lots);
    this.#tell({ kind: 'filled', order: open.order, time: this.now, fill, remaining, complete: remaining === 0 });
    return fill;
  }

  // What there is

  /** All orders, oldest first. */
  get orders(): readonly Order[] {
    return ordersOf(this.commands);
  }
  get workingOrders(): readonly Order[] {
    return this.#host.workingOrders();
  }
  /** Where an order stands. */
  statusOf(order: Order): OrderStatus {
    return (this.#registry.find(order.id) ?? this.#log.record(order.id)).status;
  }
  /** The strategy's own position. */
  position(symbol: string): Position {
    return this.#host.position(symbol);
  }
  /** The account's cash, exact. */
  get cash(): Decimal {
    return this.#portfolio.cash;
  }
  /** Cash plus positions at the last closes. */
  get equity(): number {
    return this.#portfolio.equity;
  }
  /** Lines of `this.log`. */
  get log(): readonly LogLine[] {
    return this.#runLog.lines;
  }
  /** Lines of `this.plot`. */
  get plots(): readonly PlotLine[] {
    return this.#runLog.plots;
  }

  /** One slice: timers, marks, indicators, hooks. The phases of a run's step, without a venue. */
  #step(): void {
    const market = this.#market;
    if (this.slicesLeft === 0) {
      throw new ConfigError('there is no further bar', { code: 'testing/no-more-bars', hint: 'give the test more bars' });
    }
    const time = market.timeOf(this.#slice);
    this.#runTimers(time, QUEUE_RANK.slice);
    market.open(this.#slice++);
    this.#clock.advance(time);
    this.#trading = time > this.#tradeAfter;
    const bars: Bar[] = [];
    for (let entry = market.start; entry < market.end; entry++) {
      const series = market.series[market.seriesOf(entry)]!;
      const row = ++market.rows[series.index]!;
      if (series.isFinest) this.#portfolio.setMark(series.instrumentIndex, series.close[row]!);
      bars.push(new Bar(series, row));
    }
    for (const bar of bars) this.bus.bars.emit(bar);
    if (this.bus.slices.observed) this.bus.slices.emit(new Slice(time, this.#symbols, () => bars));
    this.#host.onBars(this.#trading);
    if (this.#trading) this.#host.onSlice();
    this.#answer();
    const { equity, cashNumber: cash, grossExposure, netExposure } = this.#portfolio;
    if (this.#trading) this.bus.equity.emit({ time, equity, cash, grossExposure, netExposure });
  }

  #runTimers(time: Millis, rank: typeof QUEUE_RANK.slice | typeof QUEUE_RANK.operator): void {
    for (let task = this.#clock.takeBefore(time, rank); task !== undefined; task = this.#clock.takeBefore(time, rank)) {
      this.#trading = this.now > this.#tradeAfter;
      task();
      this.#answer();
    }
  }

  /** Answers what was sent, one command after the other, never inside the handler that sent it. */
  #answer(): void {
    const limit = this.#answered + MAX_COMMANDS_PER_STEP;
    while (this.#answered < this.commands.length) {
      const command = this.commands[this.#answered++]!;
      if (this.#answered > limit) throw endless(this.#host.name, MAX_COMMANDS_PER_STEP);
      const answers =
        this.#trading || command.kind === 'cancel'
          ? answersTo(command, this.#registry, this.now, this.#autoAccept)
          : refusals(command, this.now, 'not-trading', 'the run is still warming up');
      for (const answer of answers) this.#deliver(answer);
    }
  }

  #tell(execution: Execution): void {
    this.#deliver(execution);
    this.#answer();
  }

  /** State first, then everybody hears of it. */
  #deliver(execution: Execution): void {
    this.#registry.apply(execution);
    if (execution.kind === 'filled') this.#portfolio.apply(execution.fill);
    this.executions.push(execution);
    this.bus.executions.emit(execution);
    if (this.#host.wantsExecutions) this.#host.execute(execution);
    if (!isTerminal(execution)) return;
    for (const next of consequencesOf(execution, this.#registry)) {
      if (this.#registry.find(next.order.id) !== undefined) this.#deliver(next);
    }
  }

  #open(order: Order): OpenOrder {
    const open = this.#registry.find(order.id);
    if (open !== undefined) return open;
    throw fault(order, `an answer, but it is ${this.statusOf(order)}`, 'answer each order before it ends');
  }

  /** An order that was neither accepted nor refused yet. */
  #pending(order: Order): OpenOrder {
    const open = this.#open(order);
    if (open.status === 'pending') return open;
    throw fault(order, 'a second answer: it is accepted', 'set autoAccept: false to accept and reject by hand');
  }
}

/**
 * Puts a strategy on a test bench.
 *
 * ```ts
 * const test = testStrategy(new SmaCross({ fast: 2, slow: 3 }), { bars: { SPY: [10, 9, 8, 12] } });
 * const [order] = test.next(4);
 * test.fill(order!, 12.05);
 * ```
 */
export function testStrategy<S extends Strategy>(strategy: S, setup: StrategyTestSetup): StrategyTest<S> {
  return new StrategyTest(strategy, setup);
}

function ordersOf(commands: readonly OrderCommand[]): Order[] {
  return commands.flatMap((command) => ordersOfCommand(command));
}
