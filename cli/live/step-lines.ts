import { isoInstant, type Millis } from '../../src/core/time.js';
import type { Decision, JournalStep, OrderFacts, Outcome } from '../../src/live/index.js';

/** Something of a step that is worth a line. */
export interface StepLine {
  readonly kind: 'order' | 'fill' | 'end';
  readonly time: Millis;
  readonly text: string;
  readonly data: Decision | Outcome;
}

/** What a step has decided and what became of orders, in words. `orderOf` finds an order that is open or of this step. */
export function linesOf({ decisions, outcomes, position }: JournalStep, orderOf: (id: string) => OrderFacts | undefined): StepLine[] {
  const lines: StepLine[] = [];
  for (const decision of decisions) lines.push({ kind: 'order', time: position, text: decisionText(decision, orderOf), data: decision });
  for (const outcome of outcomes) {
    const text = outcomeText(outcome, orderOf(outcome.order));
    if (text !== undefined)
      lines.push({ kind: outcome.kind === 'filled' ? 'fill' : 'end', time: outcome.fill?.time ?? outcome.time, text, data: outcome });
  }
  // What became of earlier orders happened before what was decided in the step.
  return lines.sort((a, b) => a.time - b.time);
}

/** A line for a terminal. */
export function printed({ time, text }: StepLine): string {
  return `${isoInstant(time).slice(0, 16).replace('T', ' ')}  ${text}`;
}

/** `buy 10 SPY limit 450.25 day`. */
export function orderText({ side, quantity, notional, symbol, type, limit, stop, trail, timeInForce }: OrderFacts): string {
  const size = quantity ?? (notional === 'max' ? 'all that cash buys of' : `for ${notional}`);
  const prices = [stop, limit].filter((price) => price !== undefined).join('/');
  const trailing = trail === undefined ? '' : JSON.stringify(trail).replaceAll(/[{}"]/g, '');
  return [side, size, symbol, type, prices, trailing, timeInForce].filter((word) => word !== '').join(' ');
}

function decisionText(decision: Decision, orderOf: (id: string) => OrderFacts | undefined): string {
  switch (decision.kind) {
    case 'submit': {
      const { order, group = [] } = decision;
      const because = order.because ?? order.tag;
      return `order     ${[order, ...group].map(orderText).join(' + ')}${because === undefined ? '' : ` (${because})`}`;
    }
    case 'replace':
      return `replace   ${decision.of} by ${orderText(decision.order)}`;
    case 'cancel': {
      const order = orderOf(decision.of);
      return `cancel    ${order === undefined ? decision.of : orderText(order)} (${decision.reason})`;
    }
  }
}

function outcomeText({ kind, fill, reason, message, order: id }: Outcome, order: OrderFacts | undefined): string | undefined {
  const what = order === undefined ? id : orderText(order);
  switch (kind) {
    case 'held':
    case 'accepted':
      return undefined;
    case 'filled': {
      const { quantity, price, cost } = fill!;
      const side = order === undefined ? '' : `${order.side} `;
      return `filled    ${side}${quantity} ${order?.symbol ?? id} @ ${price}, costs ${cost}${fill!.complete ? '' : ', more to come'}`;
    }
    default:
      return `${kind.padEnd(9)} ${what}: ${reason ?? ''}${message === undefined ? '' : ` (${message})`}`;
  }
}
