import { Decimal } from '../../src/core/money.js';
import type { Millis } from '../../src/core/time.js';
import type { Decision, JournalMeta, JournalStep, OrderFacts, Outcome } from '../../src/live/index.js';

/** An order that has not ended. */
export interface OpenOrder {
  readonly order: OrderFacts;
  readonly filled: Decimal;
}

/** What a journal's steps have come to so far. */
export class RunTally {
  steps = 0;
  lastStep: JournalStep | undefined;
  orders = 0;
  fills = 0;
  costs = new Decimal(0);
  cash: Decimal;
  equity: { readonly time: Millis; readonly value: number } | undefined;
  halt: string | undefined;
  readonly #positions = new Map<string, string>();
  readonly #open = new Map<string, { readonly order: OrderFacts; filled: Decimal }>();

  constructor(meta: JournalMeta | undefined) {
    this.cash = new Decimal(meta?.cash ?? 0);
  }

  /** Units held of each symbol. */
  get positions(): readonly { readonly symbol: string; readonly quantity: string }[] {
    return [...this.#positions].filter(([, quantity]) => quantity !== '0').map(([symbol, quantity]) => ({ symbol, quantity }));
  }

  get open(): readonly OpenOrder[] {
    return [...this.#open.values()];
  }

  /** An order that has not ended before the step in hand is taken. */
  orderOf(id: string): OrderFacts | undefined {
    return this.#open.get(id)?.order;
  }

  /** Takes the orders of a step; `take` then takes what became of them. */
  begin({ decisions }: Pick<JournalStep, 'decisions'>): void {
    for (const order of decisions.flatMap(ordersOf)) {
      this.orders += 1;
      this.#open.set(order.id, { order, filled: new Decimal(0) });
    }
  }

  /** @param step - after `begin`. */
  take(step: JournalStep): void {
    this.steps += 1;
    this.lastStep = step;
    for (const outcome of step.outcomes) this.#end(outcome);
    const { input, books, equity, error } = step;
    if (books?.cash !== undefined) this.cash = new Decimal(books.cash);
    for (const [symbol, quantity] of Object.entries(books?.positions ?? {})) this.#positions.set(symbol, quantity);
    if (equity !== undefined) this.equity = { time: input.time, value: equity.equity };
    if (input.kind === 'operator' && input.command !== 'liquidate') this.halt = input.command === 'halt' ? input.reason : undefined;
    if (error !== undefined) this.halt = error;
  }

  #end({ order, kind, fill }: Outcome): void {
    const open = this.#open.get(order);
    if (fill !== undefined) {
      this.fills += 1;
      this.costs = this.costs.plus(fill.cost);
      if (open !== undefined) open.filled = open.filled.plus(fill.quantity);
      if (!fill.complete) return;
    } else if (kind !== 'rejected' && kind !== 'canceled' && kind !== 'expired') return;
    this.#open.delete(order);
  }
}

/** The tally of all steps. */
export function tallyOf(meta: JournalMeta | undefined, steps: Iterable<JournalStep>): RunTally {
  const tally = new RunTally(meta);
  for (const step of steps) {
    tally.begin(step);
    tally.take(step);
  }
  return tally;
}

function ordersOf(decision: Decision): readonly OrderFacts[] {
  if (decision.kind === 'cancel') return [];
  return decision.kind === 'submit' ? [decision.order, ...(decision.group ?? [])] : [decision.order];
}
