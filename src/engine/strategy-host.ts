import type { Calendar } from '../calendar/calendar.js';
import type { Clock } from '../clock/clock.js';
import { Bar } from '../core/bar.js';
import { BarstreamError, ConfigError, OrderError, StrategyError } from '../core/errors.js';
import type { Execution } from '../core/execution.js';
import type { Instrument } from '../core/instrument.js';
import { quantaToDecimal, type Decimal, type DecimalInput } from '../core/money.js';
import type { Order, OrderId } from '../core/order.js';
import type { RandomSource } from '../core/random.js';
import type { Slice } from '../core/slice.js';
import type { TableSeries } from '../core/table.js';
import { isoInstant, type BarInterval, type Millis } from '../core/time.js';
import type { DecisionLog, ReadableLine } from '../record/decision-log.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { Position } from '../portfolio/position.js';
import { Consolidator, type ConsolidationPeriod } from '../strategy/consolidator.js';
import type { StrategyContext } from '../strategy/context.js';
import type { OcoIds, OcoRequest, OrderChanges, OrderRequest, RebalanceOptions, TargetOptions } from '../strategy/requests.js';
import { Strategy } from '../strategy/strategy.js';
import type { EngineBus } from '../bus/engine-bus.js';
import { guardedClock } from './guarded-clock.js';
import { IndicatorFeed } from './indicator-feed.js';
import { indicatorLines, type IndicatorLine } from './indicator-lines.js';
import type { Market } from './market.js';
import { OrderDesk, type DeskSettings } from './order-desk.js';
import type { OrderRegistry } from './order-registry.js';
import type { RunLog } from './run-log.js';

export interface HostParts extends Omit<DeskSettings, 'strategy' | 'strategyIndex'> {
  readonly name: string;
  readonly index: number;
  readonly strategy: Strategy;
  /** Symbols it trades; all of the table's by default. */
  readonly symbols: readonly string[];
  readonly market: Market;
  readonly portfolio: Portfolio;
  readonly registry: OrderRegistry;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly bus: EngineBus;
  readonly runLog: RunLog;
  /** Takes what was known at each order. Default: nobody does. */
  readonly decisions?: DecisionLog | undefined;
  readonly prepared: unknown;
  readonly tradingStart: Millis;
}

type Hook = 'onStart' | 'onBar' | 'onWarmup' | 'onSlice' | 'onExecution' | 'onTimer' | 'onStop' | 'a consolidator' | 'an indicator';

/** Runs one strategy: its indicators, consolidators and hooks, and everything it may ask. */
export class StrategyHost implements StrategyContext {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly random: RandomSource;
  readonly bus: EngineBus;
  readonly prepared: unknown;
  readonly tradingStart: Millis;
  readonly strategy: Strategy;
  readonly desk: OrderDesk;
  /** True when the strategy overrides `onExecution`. */
  readonly wantsExecutions: boolean;
  readonly #wantsBars: boolean;
  readonly #wantsWarmup: boolean;
  readonly #wantsSlices: boolean;
  readonly #hasFeeds: boolean;
  readonly #parts: HostParts;
  /** By series; `undefined` where the strategy does not trade the instrument. */
  readonly #feeds: (IndicatorFeed | undefined)[];
  /** By instrument: its feeds, and whether all of them are warm. */
  readonly #feedsOf: IndicatorFeed[][] = [];
  readonly #ready: boolean[] = [];
  readonly #consolidators: Consolidator[] = [];
  #wantsOnlyBars: boolean;
  // The first series, which of most runs is the only one, at hand for `onOnlyBar`.
  readonly #firstSeries: TableSeries;
  readonly #firstFeed: IndicatorFeed | undefined;
  #isFirstReady = false;
  #hook: Hook = 'onStart';
  /** Series and row of the bar in hand, for error messages; -1 without one. Numbers, because storing the bar itself costs. */
  #series = -1;
  #row = -1;

  constructor(parts: HostParts) {
    this.#parts = parts;
    const { market, strategy, portfolio, registry, clock, allocation, cashBuffer, marketOrders } = parts;
    const { table } = market;
    this.name = parts.name;
    this.strategy = strategy;
    this.symbols = parts.symbols;
    this.clock = guardedClock(clock, (task) => this.#guard('onTimer', task));
    this.random = parts.random;
    this.bus = parts.bus;
    this.prepared = parts.prepared;
    this.tradingStart = parts.tradingStart;
    this.calendar = table.instruments[table.indexOf(parts.symbols[0]!)]!.calendar;
    this.wantsExecutions = strategy.onExecution !== Strategy.prototype.onExecution;
    this.#wantsBars = strategy.onBar !== Strategy.prototype.onBar;
    this.#wantsWarmup = strategy.onWarmup !== Strategy.prototype.onWarmup;
    this.#wantsSlices = strategy.onSlice !== Strategy.prototype.onSlice;
    this.#hasFeeds = strategy.indicatorFields.length > 0;

    const traded = new Set(parts.symbols.map((symbol) => table.indexOf(symbol)));
    this.#feeds = table.series.map((series) => (traded.has(series.instrumentIndex) ? new IndicatorFeed(series) : undefined));
    this.#firstSeries = table.series[0]!;
    this.#firstFeed = this.#feeds[0];
    this.#wantsOnlyBars = !this.#wantsSlices && this.#firstFeed !== undefined;
    for (const field of strategy.indicatorFields) {
      field.resolveWith((symbol) => table.indexOf(symbol));
      for (const symbol of parts.symbols) this.#feeds[table.seriesOf(symbol, field.options.interval).index]!.add(field);
    }
    for (const index of traded) {
      this.#feedsOf[index] = table.series.filter((s) => s.instrumentIndex === index).map((s) => this.#feeds[s.index]!);
      this.#ready[index] = !this.#hasFeeds;
    }
    this.desk = new OrderDesk(
      { strategy: parts.name, strategyIndex: parts.index, allocation, cashBuffer, marketOrders },
      {
        instruments: table.instruments,
        indexOf: (symbol) => this.#tradedIndexOf(symbol),
        portfolio,
        registry,
        clock,
        send: (command) => {
          if (!this.desk.muted) strategy.orders.emit(command);
        },
        note: parts.decisions && this.#noting(parts.decisions),
      },
    );
    strategy.attach(this);
  }

  /** What writes down the decision behind each order. */
  #noting(log: DecisionLog): (order: Order) => void {
    const { market, strategy, index } = this.#parts;
    const linesOf = (symbol: string): IndicatorLine[] => indicatorLines(strategy, symbol);
    log.declare(
      index,
      linesOf(this.symbols[0]!).map(({ name }) => name),
    );
    const lines: (readonly ReadableLine[])[] = [];
    return (order) => {
      const { instrumentIndex, symbol } = order;
      const own = (lines[instrumentIndex] ??= linesOf(symbol).map(({ line }) => line));
      log.add(order, this.#hook, market.rows[market.table.finestSeries(instrumentIndex).index]!, own);
    };
  }

  // Driven by the engine

  start(): void {
    this.#guard('onStart', () => this.strategy.onStart());
  }

  stop(): void {
    this.#guard('onStop', () => this.strategy.onStop());
  }

  execute(execution: Execution): void {
    this.desk.parentFill = execution.kind === 'filled' ? execution.fill : undefined;
    try {
      this.#guard('onExecution', () => this.strategy.onExecution(execution));
    } finally {
      this.desk.parentFill = undefined;
    }
  }

  /** Phase 4, first half: indicators and consolidators take the slice in, then `onBar` (or `onWarmup`) for each bar. */
  onBars(trading: boolean): void {
    if (!this.#hasFeeds && !this.#wantsBars && !this.#wantsWarmup && this.#consolidators.length === 0) return;
    const { market } = this.#parts;
    const { start, end } = market;
    try {
      if (this.#hasFeeds) {
        this.#hook = 'an indicator';
        for (let entry = start; entry < end; entry++) {
          const series = market.seriesOf(entry);
          const feed = this.#feeds[series];
          if (feed !== undefined) feed.update(market.rows[series]!);
        }
      }
      if (this.#consolidators.length > 0) this.#updateConsolidators();
      if (this.#wantsBars || this.#wantsWarmup) {
        for (let entry = start; entry < end; entry++) this.#deliver(market.seriesOf(entry), trading);
      }
    } catch (error) {
      throw this.#explain(error);
    }
    this.#series = -1;
  }

  /** True where `onOnlyBar` does all that a slice of one bar asks for. */
  get wantsOnlyBars(): boolean {
    return this.#wantsOnlyBars;
  }

  /** Phase 4 of a slice that is one bar of the only series, while the run is trading. */
  onOnlyBar(row: number): void {
    const series = this.#firstSeries;
    let isFed = false;
    try {
      if (this.#hasFeeds) this.#firstFeed!.update(row);
      isFed = true;
      if (this.#isFirstReady || (this.#isFirstReady = this.#isReady(series.instrumentIndex))) {
        this.#hook = 'onBar';
        if (this.#wantsBars) this.strategy.onBar(new Bar(series, row));
      } else if (this.#wantsWarmup) {
        this.#hook = 'onWarmup';
        this.strategy.onWarmup(new Bar(series, row));
      }
    } catch (error) {
      // Noted only now: a few stores saved on every bar.
      if (!isFed) this.#hook = 'an indicator';
      this.#series = isFed ? 0 : -1;
      this.#row = row;
      throw this.#explain(error);
    }
  }

  /** Phase 4, second half. */
  onSlice(): void {
    if (!this.#wantsSlices) return;
    this.#hook = 'onSlice';
    try {
      this.strategy.onSlice(this.slice());
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** The slice in hand as the strategy sees it: its own instruments, once they have warmed up. */
  slice(): Slice {
    return this.#parts.market.slice(
      this.symbols,
      (series) => this.#feeds[series.index] !== undefined && this.#isReady(series.instrumentIndex),
    );
  }

  #updateConsolidators(): void {
    this.#hook = 'a consolidator';
    const { market } = this.#parts;
    for (let entry = market.start; entry < market.end; entry++) {
      const series = market.seriesOf(entry);
      for (const consolidator of this.#consolidators) {
        if (consolidator.series.index === series) consolidator.add(market.rows[series]!);
      }
    }
    for (const consolidator of this.#consolidators) if (consolidator.due <= market.time) consolidator.flush();
  }

  #deliver(number: number, trading: boolean): void {
    if (this.#feeds[number] === undefined) return;
    const { market } = this.#parts;
    const series = market.series[number]!;
    const row = market.rows[number]!;
    this.#series = number;
    this.#row = row;
    if (trading && this.#isReady(series.instrumentIndex)) {
      this.#hook = 'onBar';
      if (this.#wantsBars) this.strategy.onBar(new Bar(series, row));
    } else if (this.#wantsWarmup) {
      this.#hook = 'onWarmup';
      this.strategy.onWarmup(new Bar(series, row));
    }
  }

  #isReady(instrumentIndex: number): boolean {
    if (this.#ready[instrumentIndex]!) return true;
    for (const feed of this.#feedsOf[instrumentIndex]!) if (!feed.warm) return false;
    return (this.#ready[instrumentIndex] = true);
  }

  #guard(hook: Hook, call: () => void): void {
    this.#hook = hook;
    try {
      call();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Says where in the run and in the strategy an error came from. Errors that explain themselves keep their type. */
  #explain(error: unknown): unknown {
    const bar = this.#series < 0 ? undefined : new Bar(this.#parts.market.series[this.#series]!, this.#row);
    const time = isoInstant(this.clock.now());
    const where = `${this.name}.${this.#hook} at ${time}${bar === undefined ? '' : `, ${bar.symbol} bar of ${isoInstant(bar.time)}`}`;
    if (error instanceof BarstreamError) {
      error.message = `${error.message} (in ${where})`;
      return error;
    }
    return new StrategyError(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'strategy/threw',
      context: { strategy: this.name, hook: this.#hook, time, ...(bar === undefined ? {} : { symbol: bar.symbol, bar: bar.toJSON() }) },
      hint: 'the cause holds the original error and its stack',
      cause: error,
    });
  }

  // Asked by the strategy

  get equity(): number {
    return this.desk.equity;
  }
  get cash(): Decimal {
    const { portfolio, index } = this.#parts;
    return portfolio.subAccounts === undefined ? portfolio.cash : quantaToDecimal(portfolio.subAccounts[index]!.cashQuanta);
  }
  instrument(symbol: string): Instrument {
    return this.#parts.market.table.instruments[this.#indexOf(symbol)]!;
  }
  submit(request: OrderRequest): OrderId {
    return this.desk.submit(request);
  }
  oco(request: OcoRequest): OcoIds {
    return this.desk.oco(request);
  }
  replace(id: OrderId, changes: OrderChanges): OrderId {
    return this.desk.replace(id, changes);
  }
  cancel(id: OrderId): void {
    this.desk.cancel(id);
  }
  cancelAll(symbol?: string): void {
    this.desk.cancelAll(symbol);
  }
  close(symbol: string, options: TargetOptions): OrderId | undefined {
    return this.desk.close(symbol, options);
  }
  targetPercent(symbol: string, fraction: number, options: TargetOptions): OrderId | undefined {
    return this.desk.targetPercent(symbol, fraction, options);
  }
  targetQuantity(symbol: string, quantity: DecimalInput, options: TargetOptions): OrderId | undefined {
    return this.desk.targetQuantity(symbol, quantity, options);
  }
  rebalance(weights: ReadonlyMap<string, number>, options: RebalanceOptions): void {
    this.desk.rebalance(weights, options);
  }
  position(symbol: string): Position {
    return this.#parts.portfolio.position(this.#parts.index, this.#indexOf(symbol));
  }
  quantity(symbol: string): number {
    const index = this.#indexOf(symbol);
    return this.#parts.portfolio.strategyLots(this.#parts.index, index) * this.#parts.market.table.instruments[index]!.lotStep;
  }
  workingOrders(symbol?: string): readonly Order[] {
    const { registry, index } = this.#parts;
    const open = symbol === undefined ? registry.allOpen(index) : registry.openOf(index, this.#indexOf(symbol));
    return open.map((record) => record.order);
  }
  mark(symbol: string): number | undefined {
    const mark = this.#parts.portfolio.mark(this.#indexOf(symbol));
    return Number.isNaN(mark) ? undefined : mark;
  }
  isReady(symbol: string): boolean {
    const index = this.#indexOf(symbol);
    return this.#feedsOf[index] !== undefined && this.#isReady(index);
  }
  history(symbol: string, count: number, interval?: BarInterval): readonly Bar[] {
    if (!(count >= 0 && (Number.isInteger(count) || count === Infinity))) {
      throw new ConfigError(`${symbol}: history of ${count} bars`, {
        code: 'strategy/history',
        context: { strategy: this.name, symbol, count },
        hint: 'give a whole number of bars, 0 or more; Infinity for all so far',
      });
    }
    const { market } = this.#parts;
    const series = market.table.seriesOf(symbol, interval);
    const last = market.rows[series.index]!;
    const bars: Bar[] = [];
    for (let row = Math.max(0, last - count + 1); row <= last; row++) bars.push(new Bar(series, row));
    return bars;
  }
  consolidate(symbol: string, period: ConsolidationPeriod, handler: (bar: Bar) => void): void {
    this.#wantsOnlyBars = false;
    this.#consolidators.push(new Consolidator(this.#parts.market.table.seriesOf(symbol), period, handler));
  }
  plot(name: string, value: number): void {
    this.#parts.runLog.plot(this.name, name, this.clock.now(), value);
  }
  log(message: string, data?: Readonly<Record<string, unknown>>): void {
    this.#parts.runLog.log({ time: this.clock.now(), strategy: this.name, message, ...(data === undefined ? {} : { data }) });
  }

  /** Number of an instrument that the strategy may send orders for. */
  #tradedIndexOf(symbol: string): number {
    const index = this.#indexOf(symbol);
    if (this.#feedsOf[index] !== undefined) return index;
    throw new OrderError(`${this.name} does not trade ${symbol}`, {
      code: 'order/not-traded',
      context: { strategy: this.name, symbol, symbols: this.symbols },
      hint: "add the symbol to the strategy's symbols; others can be read, not traded",
    });
  }

  #indexOf(symbol: string): number {
    return this.#parts.market.table.indexOf(symbol);
  }
}
