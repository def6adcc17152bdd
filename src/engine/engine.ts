import type { Broker, SimulatedVenue } from '../broker/broker.js';
import { QUEUE_RANK, type SimulatedClock } from '../clock/simulated-clock.js';
import { Bar } from '../core/bar.js';
import { StrategyError } from '../core/errors.js';
import type { Execution, RejectReason } from '../core/execution.js';
import { Order, type ApprovedOrder } from '../core/order.js';
import { isoInstant, type Millis } from '../core/time.js';
import type { Trade } from '../core/trade.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { RunRecord } from '../record/run-record.js';
import type { RiskGate } from '../risk/risk-gate.js';
import { ordersOf, type OrderCommand } from '../core/order-command.js';
import type { EngineBus } from '../bus/engine-bus.js';
import type { Audit } from './audit.js';
import type { AccountKeeper } from './account-keeper.js';
import type { Market } from './market.js';
import type { Observers } from './observers.js';
import type { OrderRegistry } from './order-registry.js';
import type { StrategyHost } from './strategy-host.js';

/** More commands than this in one step can only be a strategy that answers its own orders for ever. */
const MAX_COMMANDS_PER_STEP = 100_000;

export interface EngineParts {
  readonly market: Market;
  readonly clock: SimulatedClock;
  readonly broker: Broker;
  readonly portfolio: Portfolio;
  readonly registry: OrderRegistry;
  readonly record: RunRecord;
  readonly gate: RiskGate;
  readonly hosts: readonly StrategyHost[];
  readonly observers: Observers;
  /** Takes one value a trading slice. */
  readonly equity: Float64Array;
  readonly bus: EngineBus;
  /** True where positions are closed when the data end. */
  readonly closeAtEnd: boolean;
  /** Present where the books are proved after every event. */
  readonly audit: Audit | undefined;
  /** Present where the account has terms to keep. */
  readonly keeper: AccountKeeper | undefined;
  /** Slices before this instant (inclusive) warm up without trading. */
  readonly tradeAfter: Millis;
}

/**
 * The engine: takes one slice after another through the phases of a step. Commands are queued and drained, never
 * executed inside the handler that sent them; state is updated before its event is published.
 */
export class Engine {
  readonly #parts: EngineParts;
  /** The first `#queued` entries wait; the array keeps its memory. */
  readonly #commands: OrderCommand[] = [];
  #queued = 0;
  #trading = false;
  #points = 0;
  /** True for a run whose quiet slices may be taken the short way: one series, one strategy, nobody who follows equity. */
  #isPlain = false;
  /** Commands executed in this step. */
  #drained = 0;
  /** Asked about every order before the risk gate, where trading can be halted: why it is refused, or `undefined`. */
  refusal: ((order: Order) => string | undefined) | undefined;
  /** True while orders of a journal are taken again, which have passed the gate before. */
  isRestoring = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { broker, hosts, portfolio } = parts;
    broker.executions.on((execution) => this.#onExecution(execution));
    portfolio.onTrade = this.#onTrade;
    for (const host of hosts) host.strategy.orders.on((command) => this.#onCommand(command));
  }

  /** Number of values written to `equity`. */
  get points(): number {
    return this.#points;
  }

  start(): void {
    const { hosts, bus, clock } = this.#parts;
    bus.status.emit({ kind: 'started', time: clock.now() });
    this.#parts.keeper?.start();
    for (const host of hosts) host.start();
    this.#drain();
    const { market, broker, observers, keeper, audit, gate } = this.#parts;
    const isObserved = observers.followsEquity || gate.followsEquity || audit !== undefined;
    this.#isPlain = market.series.length === 1 && hosts.length === 1 && broker.venue !== undefined && keeper === undefined && !isObserved;
  }

  /** Takes the slices `[from, end)` of the table through all phases, one after the other. */
  run(from: number, end: number): void {
    for (let slice = from; slice < end; slice++) {
      if (this.#isPlain) slice = this.#runQuiet(slice, end);
      if (slice < end) this.#step(slice);
    }
  }

  /**
   * The same for slices in which nothing happens but that the venue fills what works, a bar closes and one strategy sees it: no
   * timer is due, nobody listens. Most slices of most runs are such, and the phases that have nothing to do cost as much as
   * those that have. Returns the first slice that needs them all.
   */
  #runQuiet(from: number, end: number): number {
    const { market, clock, portfolio, hosts, equity, tradeAfter, bus } = this.#parts;
    if (market.timeOf(from) <= tradeAfter) return from;
    const venue = this.#parts.broker.venue!;
    const { audience } = bus;
    const host = hosts[0]!;
    const { instrumentIndex, close } = market.series[0]!;
    const { times } = market;
    this.#trading = true;
    let slice = from;
    for (; slice < end; slice++) {
      const time = times[slice]!;
      // A handler may have begun to listen, or to consolidate, on the bar before.
      if (clock.nextDue <= time || audience.size > 0 || !host.wantsOnlyBars) return slice;
      this.#drained = 0;
      if (venue.active) {
        market.open(slice);
        this.#match(venue);
        // So may a handler of the fills.
        if (audience.size > 0 || !host.wantsOnlyBars) {
          this.#closeSlice(time);
          continue;
        }
      }
      market.openOnly(slice, time);
      clock.advance(time);
      portfolio.setMark(instrumentIndex, close[slice]!);
      host.onOnlyBar(slice);
      if (this.#queued > 0) this.#drain();
      equity[this.#points++] = portfolio.equity;
      if (audience.size > 0 && bus.equity.observed) this.#publishEquity(time, equity[this.#points - 1]!);
    }
    return slice;
  }

  /** Takes one slice of the table through all phases. */
  #step(slice: number): void {
    const { market, clock, broker } = this.#parts;
    const time = market.timeOf(slice);
    if (clock.nextDue <= time) this.#runTimers(time);
    market.open(slice);
    this.#drained = 0;
    this.#trading = time > this.#parts.tradeAfter;
    const { venue } = broker;
    if (venue !== undefined && venue.active) this.#match(venue);
    this.#closeSlice(time);
  }

  /** Phases 1 and 2: the venue sees the slice before any strategy does; what its fills provoke may use the rest of the bar. */
  #match(venue: SimulatedVenue): void {
    const { market } = this.#parts;
    venue.match(market, this.#settle);
    venue.expire(market);
  }

  /** Phases 3 to 6 of the slice in hand. */
  #closeSlice(time: Millis): void {
    const { market, clock, portfolio, hosts, bus } = this.#parts;
    clock.advance(time);

    // 3: the bars become visible; marks.
    const { rows, series } = market;
    for (let entry = market.start; entry < market.end; entry++) {
      const number = market.seriesOf(entry);
      const row = ++rows[number]!;
      const bars = series[number]!;
      if (bars.isSeen(row)) portfolio.setMark(bars.instrumentIndex, bars.close[row]!);
    }
    if (this.#parts.keeper !== undefined && this.#trading) this.#parts.keeper.afterMarks(time);
    if (bus.bars.observed || bus.slices.observed) this.#publishSlice();

    // 4: strategies.
    for (let i = 0; i < hosts.length; i++) hosts[i]!.onBars(this.#trading);
    if (!this.#trading) {
      if (this.#queued > 0) this.#drain();
      return;
    }
    for (let i = 0; i < hosts.length; i++) hosts[i]!.onSlice();

    // 5
    if (this.#queued > 0) this.#drain();

    // 6
    if (this.#parts.audit !== undefined) this.#parts.audit.onSlice(time);
    const equity = portfolio.equity;
    this.#parts.equity[this.#points++] = equity;
    if (this.#parts.gate.followsEquity) this.#parts.gate.onEquity(time, equity);
    if (this.#parts.observers.followsEquity) this.#parts.observers.equity(time, equity, portfolio);
    if (bus.equity.observed) this.#publishEquity(time, equity);
  }

  #publishEquity(time: Millis, equity: number): void {
    const { cashNumber: cash, grossExposure, netExposure } = this.#parts.portfolio;
    this.#parts.bus.equity.emit({ time, equity, cash, grossExposure, netExposure });
    // A strategy may listen to its own equity: what it answers belongs to this step.
    if (this.#queued > 0) this.#drain();
  }

  /** Ends the run: working orders expire, strategies stop, the books are proved. */
  finish(): void {
    const { broker, hosts, portfolio, observers, bus, clock } = this.#parts;
    broker.venue?.finish();
    if (this.#parts.closeAtEnd) this.#closeAll();
    for (const host of hosts) host.stop();
    this.#drain();
    broker.venue?.finish();
    this.#parts.registry.logOpen();
    observers.finish();
    portfolio.verify();
    bus.status.emit({ kind: 'stopped', time: clock.now() });
    bus.complete();
  }

  /** Closes every position at the close of its last bar, where that is the end of the data. */
  #closeAll(): void {
    const { broker, hosts, portfolio, market, clock } = this.#parts;
    portfolio.instruments.forEach((_, index) => {
      const series = market.table.venueSeries(index);
      if (!portfolio.isHeld(index) || series.time[series.length - 1] !== clock.now()) return;
      for (const host of hosts) host.desk.liquidate(index, 'end-of-data');
      this.#drain();
      broker.venue?.closeOut(index, series.length - 1);
    });
    if (this.#points > 0) this.#parts.equity[this.#points - 1] = portfolio.equity;
  }

  /** What the handlers of a price point's fills have sent takes effect before the next price point. */
  readonly #settle = (): void => {
    if (this.#queued > 0) this.#drain();
  };

  /** Takes everything that is due by `time` as steps of their own, up to the slice at that instant. For runs whose time is not their bars'. */
  advance(time: Millis): void {
    if (this.#parts.clock.nextDue <= time) this.#runTimers(time);
    this.#parts.clock.advance(time);
  }

  /** Takes something that happened between slices as a step of its own: what it provokes is drained. */
  step(task: () => void): void {
    this.#trading = this.#parts.clock.now() > this.#parts.tradeAfter;
    this.#drained = 0;
    task();
    if (this.#queued > 0) this.#drain();
  }

  /** Drops the commands that wait: those of a step that did not come to its end. */
  discard(): void {
    this.#queued = 0;
  }

  /** Every task of the queue that comes before the slice at `time` is a step of its own. */
  #runTimers(time: Millis): void {
    const { clock } = this.#parts;
    for (let task = clock.takeBefore(time, QUEUE_RANK.slice); task !== undefined; task = clock.takeBefore(time, QUEUE_RANK.slice)) {
      this.step(task);
    }
  }

  #onCommand(command: OrderCommand): void {
    this.#commands[this.#queued++] = command;
    if (this.#parts.bus.orders.observed) this.#parts.bus.orders.emit(command);
  }

  /** Risk gate, then broker, until no command is left. Handlers that answer with commands are served in their turn. */
  #drain(): void {
    const { broker, clock, gate, registry } = this.#parts;
    const commands = this.#commands;
    for (let i = 0; i < this.#queued; i++) {
      if (++this.#drained > MAX_COMMANDS_PER_STEP) throw this.#endless(commands[i]!);
      const command = commands[i]!;
      const now = clock.now();
      if (command.kind === 'cancel') {
        const open = registry.find(command.id);
        if (open === undefined) continue;
        open.cancelAsked = true;
        broker.cancel(open.order, now, command.reason);
        continue;
      }
      if (!this.#trading) {
        this.#reject(command, 'not-trading', 'the run is still warming up');
        continue;
      }
      const order = command.kind === 'submit' ? command.order : this.#rest(command);
      if (order === undefined) continue;
      const refusal = this.refusal?.(order);
      if (refusal !== undefined) {
        this.#reject(command, 'halted', refusal);
        continue;
      }
      const review = this.isRestoring ? (order as ApprovedOrder) : gate.review(order);
      if (review instanceof Order) this.#hand(command, review);
      else if (review.outcome === 'refused') this.#reject(command, 'risk', review.message);
      else {
        registry.find(order.id)!.order = review.order;
        this.#onExecution({
          kind: 'reduced',
          order: review.order,
          time: now,
          from: review.from,
          to: review.order.lots,
          reason: 'risk',
          message: review.message,
        });
        this.#hand(command, review.order);
      }
    }
    this.#queued = 0;
  }

  #hand(command: Exclude<OrderCommand, { kind: 'cancel' }>, order: ApprovedOrder): void {
    const { broker, clock, gate, registry } = this.#parts;
    if (command.kind === 'replace') broker.replace(registry.find(command.id)!.order, order, clock.now());
    else if (command.group === undefined) broker.submit(order, clock.now());
    else
      broker.submit(
        order,
        clock.now(),
        command.group.map((leg) => gate.approveLeg(leg)),
      );
  }

  #reject(command: OrderCommand, reason: RejectReason, message: string): void {
    const time = this.#parts.clock.now();
    for (const order of ordersOf(command)) this.#onExecution({ kind: 'rejected', order, time, reason, message });
  }

  /** A replacement for what the old order has not filled by now; refused where nothing is left to replace. */
  #rest(command: Extract<OrderCommand, { kind: 'replace' }>): Order | undefined {
    const { registry } = this.#parts;
    const open = registry.find(command.id);
    if (open === undefined) {
      this.#reject(command, 'order-ended', `order ${command.id} has ended: there is nothing to replace`);
      return undefined;
    }
    const lots = command.order.lots - open.filledLots;
    if (lots <= 0) {
      this.#reject(command, 'nothing-left', `${open.filledLots} lots have filled, the new total is ${command.order.lots}`);
      return undefined;
    }
    if (open.filledLots === 0) return command.order;
    const record = registry.find(command.order.id)!;
    record.order = command.order.withLots(lots);
    record.lots = lots;
    return record.order;
  }

  /**
   * A field, not a function written where it is assigned: V8 puts function literals that are assigned to properties among
   * what lives long, and this one would keep all of its run until the next full garbage collection.
   */
  readonly #onTrade = (trade: Trade): void => {
    this.#parts.record.tradeLog.add(trade);
    this.#parts.observers.trade(trade);
  };

  #onExecution(execution: Execution): void {
    const { registry, record, portfolio, observers, hosts, bus, clock } = this.#parts;
    if (execution.time > clock.now()) clock.advance(execution.time);
    registry.apply(execution);
    if (execution.kind === 'filled') {
      portfolio.apply(execution.fill);
      this.#parts.keeper?.onFill(execution.fill);
      record.fillLog.add(execution.fill);
      observers.fill(execution.fill);
    }
    if (this.#parts.audit !== undefined) this.#parts.audit.onExecution(execution);
    bus.executions.emit(execution);
    const host = hosts[execution.order.strategyIndex]!;
    if (host.wantsExecutions) host.execute(execution);
  }

  #publishSlice(): void {
    const { market, bus } = this.#parts;
    if (bus.bars.observed) {
      for (let entry = market.start; entry < market.end; entry++) {
        const number = market.seriesOf(entry);
        bus.bars.emit(new Bar(market.series[number]!, market.rows[number]!));
      }
    }
    if (bus.slices.observed) {
      const symbols = market.table.instruments.map((instrument) => instrument.symbol);
      bus.slices.emit(market.slice(symbols, () => true));
    }
  }

  #endless(command: OrderCommand): StrategyError {
    const time = isoInstant(this.#parts.clock.now());
    return new StrategyError(`more than ${MAX_COMMANDS_PER_STEP} commands in the step of ${time}`, {
      code: 'strategy/endless-commands',
      context: { time, last: command.kind },
      hint: 'onExecution answers its own orders without end: let it look at the execution before it sends another',
    });
  }
}
