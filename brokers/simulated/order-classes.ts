import type { CancelReason, Execution } from '../../src/core/execution.js';
import type { Fill } from '../../src/core/fill.js';
import type { ApprovedOrder, Order, OrderId, ParentFill } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';
import { splitLots, splitOrder } from './split-order.js';
import type { WorkingOrder } from './working-order.js';

export interface OrderClassesParts {
  readonly emit: (execution: Execution) => void;
  /** Puts a released leg to work. */
  readonly accept: (leg: ApprovedOrder, at: Millis, lots: number, after: ParentFill | undefined) => void;
  readonly find: (id: OrderId) => WorkingOrder | undefined;
  readonly cancel: (working: WorkingOrder, time: Millis, reason: CancelReason) => void;
  /** Takes lots off what is on its way to replace an order. */
  readonly less: (working: WorkingOrder, lots: number, time: Millis) => void;
}

/** Brackets, OTO and OCO: legs that wait for their entry, and pairs of which one ends the other. */
export class OrderClasses {
  readonly #parts: OrderClassesParts;
  /** Legs that wait, by the id of their entry. */
  readonly #held = new Map<OrderId, ApprovedOrder[]>();
  /** Both ways. */
  readonly #siblings = new Map<OrderId, OrderId>();

  constructor(parts: OrderClassesParts) {
    this.#parts = parts;
  }

  /** False while no order of any class is known: nothing here needs to be called then. */
  get any(): boolean {
    return this.#held.size > 0 || this.#siblings.size > 0;
  }

  /** Notes pairs, and holds legs. */
  take(orders: readonly ApprovedOrder[], time: Millis): void {
    for (const order of orders) {
      const { sibling, parent } = order.extras ?? {};
      if (sibling !== undefined) this.#siblings.set(order.id, sibling);
      if (parent === undefined) continue;
      const legs = this.#held.get(parent);
      if (legs === undefined) this.#held.set(parent, [order]);
      else legs.push(order);
      this.#parts.emit({ kind: 'held', order, time });
    }
  }

  /** A leg that waits. */
  heldLeg(id: OrderId): ApprovedOrder | undefined {
    for (const legs of this.#held.values()) {
      const leg = legs.find((each) => each.id === id);
      if (leg !== undefined) return leg;
    }
    return undefined;
  }

  get heldLegs(): readonly ApprovedOrder[] {
    return this.#held.size === 0 ? [] : [...this.#held.values()].flat();
  }

  /** Ends a leg that waits, and with it its sibling. */
  endHeld(leg: Order, terminal: Execution): void {
    if (!this.#drop(leg)) return;
    this.#parts.emit(terminal);
    this.#endSibling(leg.id, terminal.time);
  }

  /** Puts a new leg into the place of one that waits. */
  replaceHeld(old: Order, leg: ApprovedOrder, time: Millis): void {
    this.#put(old.id, leg);
    this.pass(old.id, leg.id);
    this.#parts.emit({ kind: 'canceled', order: old, time, reason: 'replaced' });
    this.#parts.emit({ kind: 'held', order: leg, time });
  }

  /** Changes the legs that wait by a split; one of which nothing is left ends. */
  split(instrumentIndex: number, numerator: number, denominator: number, time: Millis): void {
    const message = `${numerator} for ${denominator}`;
    for (const leg of this.heldLegs) {
      // The end of a leg is the end of its sibling.
      if (leg.instrumentIndex !== instrumentIndex || this.heldLeg(leg.id) === undefined) continue;
      const lots = splitLots(leg.lots, numerator, denominator);
      if (lots === 0) {
        const reason = `of ${leg.lots} lots nothing is left after ${message}`;
        this.endHeld(leg, { kind: 'canceled', order: leg, time, reason: 'split', message: reason });
        continue;
      }
      const adjusted = splitOrder(leg, lots, numerator, denominator);
      this.#put(leg.id, adjusted);
      this.#parts.emit({ kind: 'adjusted', order: adjusted, time, reason: 'split', message, filledLots: 0 });
    }
  }

  /** A replacement takes the place of the old order in its pair, and over its legs. */
  pass(from: OrderId, to: OrderId): void {
    const sibling = this.#siblings.get(from);
    if (sibling !== undefined) {
      this.#siblings.delete(from);
      this.#siblings.set(to, sibling);
      this.#siblings.set(sibling, to);
    }
    const legs = this.#held.get(from);
    if (legs !== undefined) {
      this.#held.delete(from);
      this.#held.set(to, legs);
    }
  }

  /** What one of a pair has filled is taken off the other; with nothing left of it, the other ends and this one works on. */
  filled(working: WorkingOrder, fill: Fill): void {
    const other = this.#workingSibling(working.order.id);
    if (other === undefined) return;
    const from = other.lots;
    const to = Math.max(other.filledLots, from - fill.lots);
    if (to === other.filledLots) {
      this.#endSibling(working.order.id, fill.time);
      return;
    }
    other.cutTo(to);
    const message = `order ${working.order.id} of the pair has filled ${fill.lots} lots`;
    this.#parts.emit({ kind: 'reduced', order: other.order, time: fill.time, from, to, reason: 'sibling-filled', message });
    this.#parts.less(other, from - to, fill.time);
  }

  /** An order has come to its end: releases or cancels its legs, and ends its sibling. */
  ended({ order, filledLots }: WorkingOrder, time: Millis, last: Fill | undefined): void {
    const legs = this.#held.get(order.id);
    if (legs !== undefined) {
      this.#held.delete(order.id);
      for (const leg of legs) {
        if (filledLots > 0) this.#parts.accept(leg, time, Math.min(leg.lots, filledLots), last);
        else this.#parts.emit({ kind: 'canceled', order: leg, time, reason: 'entry-not-filled' });
      }
      if (filledLots === 0) for (const leg of legs) this.#siblings.delete(leg.id);
    }
    this.#endSibling(order.id, time);
  }

  #endSibling(id: OrderId, time: Millis): void {
    const other = this.#siblings.get(id);
    if (other === undefined) return;
    this.#siblings.delete(id);
    this.#siblings.delete(other);
    const working = this.#parts.find(other);
    if (working !== undefined) {
      this.#parts.cancel(working, time, 'sibling-ended');
      return;
    }
    const leg = this.heldLeg(other);
    if (leg !== undefined && this.#drop(leg)) this.#parts.emit({ kind: 'canceled', order: leg, time, reason: 'sibling-ended' });
  }

  #workingSibling(id: OrderId): WorkingOrder | undefined {
    const other = this.#siblings.get(id);
    return other === undefined ? undefined : this.#parts.find(other);
  }

  // A replaced entry has handed its legs on, so that the parent which a leg names need not be the one it waits for.

  #put(id: OrderId, leg: ApprovedOrder): void {
    for (const legs of this.#held.values()) {
      const at = legs.findIndex((each) => each.id === id);
      if (at >= 0) legs[at] = leg;
    }
  }

  #drop(leg: Order): boolean {
    for (const [entry, legs] of this.#held) {
      const at = legs.findIndex((each) => each.id === leg.id);
      if (at < 0) continue;
      legs.splice(at, 1);
      if (legs.length === 0) this.#held.delete(entry);
      return true;
    }
    return false;
  }
}
