import { isLiveBroker, type LiveBroker } from '../broker/live-broker.js';
import { dataWarnings } from '../engine/warnings.js';
import { assemble, type Assembly, type AssemblyInput } from '../engine/assembly.js';
import { BarstreamError } from '../core/errors.js';
import type { OrderId } from '../core/order.js';
import type { Millis } from '../core/time.js';
import { adoptPositions, bookCash } from './adoption.js';
import { BooksWatch } from './books-watch.js';
import { decisionOf, outcomeOf, type Decision, type Outcome } from './decision.js';
import type { GrowingTable } from './growing-table.js';
import type { JournalStep } from './journal.js';
import type { LiveInput, OperatorCommand } from './live-input.js';
import { OrderRestorer } from './order-restorer.js';
import { RunClock } from './run-clock.js';

/** What a step made: all of a journal's step but its number and the hour. */
export type StepOutcome = Omit<JournalStep, 'number' | 'at'>;

/** What a core is made of. Clock and horizon are its own. */
export interface LiveCoreInput extends Omit<AssemblyInput, 'table' | 'clock' | 'horizon'> {
  readonly table: GrowingTable;
  readonly clockStart: Millis;
}

/** Tag of the orders that close everything at an operator's word. */
const FLATTEN = 'flatten';

/**
 * A live run without its surroundings: the engine over a table that grows, moved by one input after the other. It knows no wall clock,
 * no network and no disk, and is a function of its history and its inputs.
 */
export class LiveCore {
  readonly assembly: Assembly;
  readonly table: GrowingTable;
  readonly #restorer: OrderRestorer;
  #decisions: Decision[] = [];
  #outcomes: Outcome[] = [];
  #equity: JournalStep['equity'];
  readonly #states = new Map<string, string>();
  readonly #books: BooksWatch;
  #haltReason: string | undefined;

  constructor({ table, clockStart, ...input }: LiveCoreInput) {
    this.table = table;
    const warnings = [...input.warnings, ...dataWarnings(table, input.actions)];
    this.assembly = assemble({ ...input, warnings, table, clock: new RunClock(clockStart), horizon: Infinity });
    const { engine, hosts, bus } = this.assembly;
    this.#restorer = new OrderRestorer(this.assembly);
    this.#books = new BooksWatch(this.assembly);
    engine.refusal = ({ tag, purpose }) =>
      this.#haltReason === undefined || (tag === FLATTEN && purpose === 'close') ? undefined : `trading is halted: ${this.#haltReason}`;
    for (const host of hosts) host.strategy.orders.on((command) => this.#decisions.push(decisionOf(command, (id) => this.clientIdOf(id))));
    bus.executions.on((execution) => this.#outcomes.push(outcomeOf(execution)));
    bus.equity.on(({ equity, cash }) => {
      this.#equity = { equity, cash };
    });
    input.config.observe?.(bus);
  }

  /** The broker, where it is one behind a network. */
  get liveBroker(): LiveBroker | undefined {
    const { broker } = this.assembly;
    return isLiveBroker(broker) ? broker : undefined;
  }

  /** When the next timer of the run is due; Infinity without one. */
  get nextDue(): Millis {
    return this.assembly.clock.nextDue;
  }

  /** Why no order passes; `undefined` where orders do. */
  get haltReason(): string | undefined {
    return this.#haltReason;
  }

  /** Orders that have not ended, by client id. */
  get openOrders(): readonly string[] {
    const { hosts, registry } = this.assembly;
    return hosts.flatMap((_, strategy) => registry.allOpen(strategy).map(({ order }) => order.clientOrderId));
  }

  /** Starts the strategies and warms them up on the history. */
  start(): void {
    const { engine } = this.assembly;
    engine.start();
    engine.run(0, this.table.sliceCount);
    this.#outcome({ kind: 'timer', time: this.assembly.clock.now() });
  }

  /** Takes an input through the engine. A strategy that throws halts the run: what it has working is canceled. */
  take(input: LiveInput): StepOutcome {
    try {
      this.#move(input);
      return this.#outcome(input);
    } catch (error) {
      if (!(error instanceof BarstreamError)) throw error;
      this.#fail(error.message);
      return { ...this.#outcome(input), error: error.message };
    }
  }

  /**
   * Takes a step of a journal as it was: strategies see the input, but the orders are those of the journal, whatever they would send
   * today.
   */
  restore(step: JournalStep): StepOutcome {
    const { hosts } = this.assembly;
    // Adopted positions are nobody's decision: they are in the input itself.
    const muted = step.input.kind !== 'adopt';
    for (const host of hosts) host.desk.muted = muted;
    try {
      this.#move(step.input);
    } catch (error) {
      // Whatever today's strategy makes of the past, the journal says what happened.
      if (!(error instanceof BarstreamError)) throw error;
      this.assembly.engine.discard();
    } finally {
      for (const host of hosts) host.desk.muted = false;
    }
    if (step.error !== undefined) this.#haltReason = step.error;
    this.#restorer.restore(step);
    return this.#outcome(step.input);
  }

  /** Puts declared state back into the strategies. */
  restoreStates(states: Readonly<Record<string, string>>): void {
    for (const { name, strategy } of this.assembly.hosts) if (states[name] !== undefined) strategy.persistent.restore(states[name]);
  }

  /** Client id of an order by its number. */
  clientIdOf(id: OrderId): string {
    return this.assembly.record.orderLog.order(id).clientOrderId;
  }

  #move(input: LiveInput): void {
    const { engine, clock, broker } = this.assembly;
    switch (input.kind) {
      case 'slice': {
        const slice = this.table.append(input.time, input.bars);
        this.#within(input.muted, () => engine.run(slice, slice + 1));
        return;
      }
      case 'timer':
        this.#within(input.muted, () => engine.advance(input.time));
        return;
      case 'venue':
        engine.advance(Math.max(clock.now(), input.time));
        if (isLiveBroker(broker)) engine.step(() => broker.apply(input.event));
        return;
      case 'operator':
        engine.advance(Math.max(clock.now(), input.time));
        this.#operate(input);
        return;
      case 'adopt':
        engine.step(() => adoptPositions(input.positions, this.assembly));
        return;
      case 'cash':
        bookCash(input, this.assembly.portfolio);
        return;
      case 'end':
        engine.finish();
        return;
      case 'late-bar':
      case 'corrected-bar':
        this.assembly.bus.status.emit({ kind: input.kind, time: input.time, bar: input.bar });
        return;
    }
  }

  /** Without trading, where the input is muted. */
  #within(isMuted: true | undefined, task: () => void): void {
    if (isMuted === undefined) return task();
    const { parts } = this.assembly;
    const { tradeAfter } = parts;
    parts.tradeAfter = Infinity;
    try {
      task();
    } finally {
      parts.tradeAfter = tradeAfter;
    }
  }

  #operate(command: OperatorCommand): void {
    const { engine, hosts, table } = this.assembly;
    switch (command.command) {
      case 'halt':
        this.#haltReason = command.reason;
        if (command.cancel) engine.step(() => hosts.forEach((host) => host.desk.cancelAll()));
        return;
      case 'resume':
        this.#haltReason = undefined;
        return;
      case 'liquidate':
        engine.step(() => hosts.forEach((host) => table.instruments.forEach((_, index) => host.desk.liquidate(index, FLATTEN))));
        return;
    }
  }

  /** What a strategy that threw leaves behind is not to be trusted: nothing passes any more, nothing goes on working. */
  #fail(reason: string): void {
    const { engine, hosts } = this.assembly;
    this.#haltReason = reason;
    engine.discard();
    engine.step(() => hosts.forEach((host) => host.desk.cancelAll()));
  }

  /** What has come of the step in hand; the next one begins. */
  #outcome(input: LiveInput): StepOutcome {
    const states: Record<string, string> = {};
    for (const { name, strategy } of this.assembly.hosts) {
      const state = strategy.persistent.save();
      if (state !== '{}' && this.#states.get(name) !== state) states[name] = state;
      this.#states.set(name, state);
    }
    const books = this.#books.changes();
    const outcome: StepOutcome = {
      input,
      decisions: this.#decisions,
      outcomes: this.#outcomes,
      position: this.assembly.clock.now(),
      states,
      ...(this.#equity && { equity: this.#equity }),
      ...(books && { books }),
    };
    this.#decisions = [];
    this.#outcomes = [];
    this.#equity = undefined;
    return outcome;
  }
}
