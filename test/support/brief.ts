import type { Execution } from '../../src/index.js';

/**
 * An execution in one line, so that a test can state what happened:
 * `#1 accepted`, `#1 filled buy 10 A @ 100.5 open`, `#2 rejected price-off-tick`.
 */
export function brief(execution: Execution): string {
  const { order, kind } = execution;
  const id = `#${order.id}`;
  switch (execution.kind) {
    case 'held':
    case 'accepted':
      return `${id} ${kind}`;
    case 'adjusted':
      return `${id} adjusted ${execution.reason} ${order.lots}`;
    case 'filled': {
      const { fill, complete, remaining } = execution;
      const rest = complete ? '' : `, ${remaining} left`;
      return `${id} filled ${fill.side} ${fill.quantity.toString()} ${fill.symbol} @ ${fill.price.toString()} ${fill.point}${rest}`;
    }
    case 'reduced':
      return `${id} reduced ${execution.from} to ${execution.to} ${execution.reason}`;
    case 'rejected':
    case 'canceled':
    case 'expired':
      return `${id} ${kind} ${execution.reason}`;
  }
}
