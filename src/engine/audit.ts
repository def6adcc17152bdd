import { ReconciliationError } from '../core/errors.js';
import type { Execution } from '../core/execution.js';
import { quantaToText } from '../core/money.js';
import { isoInstant, type Millis } from '../core/time.js';
import type { Portfolio } from '../portfolio/portfolio.js';

/** Proves the books after every event of a run. A violation stops it and names the event. */
export class Audit {
  readonly #portfolio: Portfolio;

  constructor(portfolio: Portfolio) {
    this.#portfolio = portfolio;
    portfolio.ledger.keepJournal();
  }

  onExecution(execution: Execution): void {
    this.#prove(() => eventText(execution));
  }

  onSlice(time: Millis): void {
    this.#prove(() => `the slice of ${isoInstant(time)}`);
  }

  #prove(event: () => string): void {
    try {
      this.#portfolio.verify();
    } catch (error) {
      if (!(error instanceof ReconciliationError)) throw error;
      const { code, context, hint } = error;
      throw new ReconciliationError(`${error.message} (after ${event()})`, {
        code,
        context: { ...context, event: event() },
        ...(hint !== undefined && { hint }),
        cause: error,
      });
    }
  }
}

function eventText(execution: Execution): string {
  const { kind, order, time } = execution;
  const what = `${kind} of order ${order.id} (${order.side} ${order.symbol}) at ${isoInstant(time)}`;
  if (execution.kind !== 'filled') return what;
  const { fill } = execution;
  return `${what}: ${fill.quantity.toString()} at ${fill.price.toString()}, value ${quantaToText(fill.valueQuanta)}, costs ${quantaToText(fill.costQuanta)}`;
}
