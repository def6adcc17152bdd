import type { CancelReason, Execution } from '../../src/core/execution.js';
import type { OrderId } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
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

  constructor(parts: ReplacementsParts) {
    this.#parts = parts;
  }

  /** The old order works until the new one arrives. */
  begin(old: WorkingOrder, replacement: WorkingOrder, arrival: Millis): void {
    old.replacement = replacement;
    old.cancelAt = arrival;
    old.cancelReason = 'replaced';
    old.plain = false;
  }

  /** The new order has arrived: it takes the place of the old one, which is about to end. */
  arrive(old: WorkingOrder): void {
    const { replacement } = old;
    if (replacement === undefined) return;
    old.replacement = undefined;
    this.#parts.pass(old.order.id, replacement.order.id);
  }

  /** Lots that the old order has filled, or lost to its sibling, are no more for the new one. */
  less(old: WorkingOrder, lots: number, time: Millis): void {
    const { replacement } = old;
    if (replacement === undefined) return;
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
    old.replacement = undefined;
    old.cancelAt = Infinity;
    this.#parts.cancel(replacement, time, 'overtaken-by-fill', message);
  }

  /** The old order has come to its end before the new one arrived. */
  ended(old: WorkingOrder, time: Millis): void {
    const { replacement } = old;
    if (replacement === undefined) return;
    old.replacement = undefined;
    const isFilled = old.filledLots >= old.lots;
    this.#parts.cancel(
      replacement,
      time,
      isFilled ? 'overtaken-by-fill' : 'order-ended',
      `order ${old.order.id} ended while this one was on its way`,
    );
  }
}
