import type { VenueSlice } from '../../src/broker/broker.js';
import type { CancelReason, Execution } from '../../src/core/execution.js';
import type { OrderId } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import type { WorkingBook } from './working-book.js';
import type { WorkingOrder } from './working-order.js';

export interface ReplacementsParts {
  readonly emit: (execution: Execution) => void;
  readonly cancel: (working: WorkingOrder, time: Millis, reason: CancelReason, message?: string) => void;
  /** Hands the place in a pair, and legs, from one order to another. */
  readonly pass: (from: OrderId, to: OrderId) => void;
}

/**
 * Replacements on their way to the venue: until one arrives the old order works on, what it fills is taken off the new one,
 * and if it ends the new one has nothing to replace.
 */
export class Replacements {
  readonly #parts: ReplacementsParts;
  /** Replacements on their way. */
  #count = 0;

  constructor(parts: ReplacementsParts) {
    this.#parts = parts;
  }

  /** False while none is on its way: nothing here needs to be called then. */
  get any(): boolean {
    return this.#count > 0;
  }

  /** The old order works until the new one arrives. */
  begin(old: WorkingOrder, replacement: WorkingOrder, arrival: Millis): void {
    this.#count++;
    old.replacement = replacement;
    old.cancelAt = arrival;
    old.cancelReason = 'replaced';
    old.plain = false;
  }

  /** What has arrived before the open of a bar of this slice: the bar is for the new orders. */
  arriveBefore(slice: VenueSlice, working: WorkingBook, now: Millis): void {
    for (let entry = 0; entry < slice.size; entry++) {
      const series = slice.seriesAt(entry);
      const row = slice.rowAt(entry);
      if (series.isSeen(row)) this.arriveBy(series.openTimeAt(row), working.of(series.instrumentIndex), now);
    }
  }

  /** The new orders that arrive by an instant, take the place of its old ones, which end. */
  arriveBy(open: Millis, orders: readonly WorkingOrder[], now: Millis): void {
    for (const old of orders.slice()) {
      if (old.replacement === undefined || old.ended || old.cancelAt > open) continue;
      if (this.arrive(old)) this.#parts.cancel(old, Math.max(old.cancelAt, now), 'replaced');
    }
  }

  /** The new order has arrived: it takes the place of the old one, which is about to end. False where it has ended itself. */
  arrive(old: WorkingOrder): boolean {
    const replacement = this.#taken(old);
    if (replacement === undefined) {
      old.cancelAt = Infinity;
      return false;
    }
    this.#parts.pass(old.order.id, replacement.order.id);
    return true;
  }

  /** The replacement of an order, which has none any more. */
  #taken(old: WorkingOrder): WorkingOrder | undefined {
    const { replacement } = old;
    if (replacement === undefined) return undefined;
    this.#count--;
    old.replacement = undefined;
    return replacement.ended ? undefined : replacement;
  }

  /** Lots that the old order has filled, or lost to its sibling, are no more for the new one. */
  less(old: WorkingOrder, lots: number, time: Millis): void {
    const { replacement } = old;
    if (replacement === undefined || replacement.ended) return;
    const from = replacement.lots;
    const to = Math.max(replacement.filledLots, from - lots);
    const message = `order ${old.order.id} has lost ${lots} lots while this one was on its way`;
    if (to > replacement.filledLots) {
      replacement.cutTo(to);
      this.#parts.emit({ kind: 'reduced', order: replacement.order, time, from, to, reason: 'filled-before-replacement', message });
      this.less(replacement, lots, time);
      return;
    }
    // Nothing is left to replace with: the venue refuses it, and the old one works on.
    this.#taken(old);
    old.cancelAt = Infinity;
    this.#parts.cancel(replacement, time, 'overtaken-by-fill', message);
  }

  /** The old order has come to its end before the new one arrived. */
  ended(old: WorkingOrder, time: Millis): void {
    const replacement = this.#taken(old);
    if (replacement === undefined) return;
    const isFilled = old.filledLots >= old.lots;
    this.#parts.cancel(
      replacement,
      time,
      isFilled ? 'overtaken-by-fill' : 'order-ended',
      `order ${old.order.id} ended while this one was on its way`,
    );
  }
}
