import type { Execution, RejectReason } from '../core/execution.js';
import { ordersOf, type OrderCommand } from '../core/order-command.js';
import type { Millis } from '../core/time.js';
import type { OrderRegistry } from '../engine/order-registry.js';

// What a venue answers at once, and what follows from the end of an order: enough for tests that say the rest themselves.

/** Refuses everything that a command brings. */
export function refusals(command: OrderCommand, time: Millis, reason: RejectReason, message: string): Execution[] {
  return ordersOf(command).map((order) => ({ kind: 'rejected', order, time, reason, message }));
}

/** Accepts orders (where asked to), holds legs, carries out cancels and replacements. */
export function answersTo(command: OrderCommand, registry: OrderRegistry, time: Millis, autoAccept: boolean): Execution[] {
  switch (command.kind) {
    case 'cancel': {
      const open = registry.find(command.id);
      return open === undefined ? [] : [{ kind: 'canceled', order: open.order, time, reason: command.reason }];
    }
    case 'submit':
      return ordersOf(command).flatMap((order): Execution[] => {
        if (order.extras?.parent !== undefined) return [{ kind: 'held', order, time }];
        return autoAccept ? [{ kind: 'accepted', order, time }] : [];
      });
    case 'replace': {
      const open = registry.find(command.id);
      const { order } = command;
      if (open === undefined) return refusals(command, time, 'order-ended', `order ${command.id} has ended`);
      const replacement = registry.find(order.id)!;
      replacement.lots -= open.filledLots;
      if (replacement.lots <= 0) return refusals(command, time, 'nothing-left', `${open.filledLots} lots have filled already`);
      replacement.order = order.withLots(replacement.lots);
      const answer = open.status === 'held' ? 'held' : 'accepted';
      return [
        { kind: 'canceled', order: open.order, time, reason: 'replaced' },
        { kind: answer, order: replacement.order, time },
      ];
    }
  }
}

/** The end of an order: its legs are released or canceled, and its sibling ends. */
export function consequencesOf(execution: Execution, registry: OrderRegistry): Execution[] {
  const { order, time } = execution;
  // A replacement has taken the order's place, and legs without an entry end one by one.
  if (execution.kind === 'canceled' && (execution.reason === 'replaced' || execution.reason === 'entry-not-filled')) return [];
  const filled = execution.kind === 'filled';
  const open = registry.openOf(order.strategyIndex, order.instrumentIndex);
  return open.flatMap(({ order: other, status }): Execution[] => {
    if (other.extras?.parent === order.id && status === 'held') {
      return [filled ? { kind: 'accepted', order: other, time } : { kind: 'canceled', order: other, time, reason: 'entry-not-filled' }];
    }
    const paired = order.extras?.sibling === other.id || other.extras?.sibling === order.id;
    if (paired && execution.kind !== 'rejected') {
      return [{ kind: 'canceled', order: other, time, reason: 'sibling-ended' }];
    }
    return [];
  });
}
