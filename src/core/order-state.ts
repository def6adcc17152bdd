import type { Execution } from './execution.js';

/** Where an order stands. The last four are terminal. */
export type OrderStatus = 'pending' | 'held' | 'working' | 'filled' | 'rejected' | 'canceled' | 'expired';

/** From which states an execution may come, and where it leads; a complete fill leads to `filled` instead. */
const MOVES: Readonly<Record<Execution['kind'], Readonly<Partial<Record<OrderStatus, OrderStatus>>>>> = {
  held: { pending: 'held' },
  accepted: { pending: 'working', held: 'working' },
  reduced: { pending: 'pending', held: 'held', working: 'working' },
  adjusted: { held: 'held', working: 'working' },
  filled: { working: 'working' },
  rejected: { pending: 'rejected' },
  canceled: { pending: 'canceled', held: 'canceled', working: 'canceled' },
  expired: { pending: 'expired', held: 'expired', working: 'expired' },
};

/**
 * The one state machine of orders, for simulated and networked venues: where an execution takes an order, or `undefined`
 * where the order's state does not allow it.
 *
 * ```text
 * pending ──► working ──► filled
 *    │  └► held ─┘  └──► canceled, expired      (held and pending too)
 *    └──► rejected
 * ```
 */
export function nextStatus(status: OrderStatus, execution: Execution): OrderStatus | undefined {
  const next = MOVES[execution.kind][status];
  return next !== undefined && execution.kind === 'filled' && execution.complete ? 'filled' : next;
}

/** True once nothing more can become of an order. */
export function isTerminalStatus(status: OrderStatus): boolean {
  return status === 'filled' || status === 'rejected' || status === 'canceled' || status === 'expired';
}
