import type { Execution } from './execution.js';

/** Where an order stands. The last four are terminal. */
export type OrderStatus = 'pending' | 'held' | 'working' | 'filled' | 'rejected' | 'canceled' | 'expired';

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
  const isWaiting = status === 'pending' || status === 'held';
  const isOpen = isWaiting || status === 'working';
  switch (execution.kind) {
    case 'held':
      return status === 'pending' ? 'held' : undefined;
    case 'accepted':
      return isWaiting ? 'working' : undefined;
    case 'reduced':
      return isOpen ? status : undefined;
    case 'adjusted':
      return isOpen && status !== 'pending' ? status : undefined;
    case 'filled':
      return status !== 'working' ? undefined : execution.complete ? 'filled' : 'working';
    case 'rejected':
      return status === 'pending' ? 'rejected' : undefined;
    case 'canceled':
    case 'expired':
      return isOpen ? execution.kind : undefined;
  }
}

/** True once nothing more can become of an order. */
export function isTerminalStatus(status: OrderStatus): boolean {
  return status === 'filled' || status === 'rejected' || status === 'canceled' || status === 'expired';
}
