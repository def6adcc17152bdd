import type { CancelReason, Execution } from '../core/execution.js';
import type { OrderCommand } from '../core/order-command.js';
import type { Order, OrderId, OrderPurpose, OrderType, Side, TimeInForce, Trail } from '../core/order.js';
import type { Millis } from '../core/time.js';

/** An order as the journal holds it: plain JSON. Quantities and amounts are decimals, prices float64. */
export interface OrderFacts {
  readonly id: string;
  readonly strategy: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Whole lots; `quantity` are the units that they make. 0 where `notional` sizes the order. */
  readonly lots: number;
  readonly quantity?: string;
  readonly notional?: string;
  readonly limit?: number;
  readonly stop?: number;
  readonly trail?: Trail;
  readonly timeInForce: TimeInForce;
  readonly expiresAt?: Millis;
  readonly extendedHours?: boolean;
  readonly purpose: OrderPurpose;
  readonly tag?: string;
  readonly because?: string;
  readonly signals?: Readonly<Record<string, unknown>>;
  readonly decidedAt: Millis;
  readonly sequence: number;
  /** Client ids of the orders that it belongs to. */
  readonly parent?: string;
  readonly sibling?: string;
  readonly replaces?: string;
}

/** What a strategy sent, with the client ids of the orders that it is about. */
export type Decision =
  | { readonly kind: 'submit'; readonly order: OrderFacts; readonly group?: readonly OrderFacts[] }
  | { readonly kind: 'replace'; readonly of: string; readonly order: OrderFacts }
  | { readonly kind: 'cancel'; readonly of: string; readonly reason: CancelReason };

/** What became of an order, as the journal holds it. */
export interface Outcome {
  readonly order: string;
  readonly kind: Execution['kind'];
  readonly time: Millis;
  readonly reason?: string;
  readonly message?: string;
  /** Lots that are left of an order that was cut. */
  readonly to?: number;
  readonly fill?: {
    readonly quantity: string;
    readonly price: string;
    readonly cost: string;
    readonly time: Millis;
    readonly complete: boolean;
  };
}

/** Client id of an order by its number in the run. */
export type ClientIdOf = (id: OrderId) => string;

/** A command as the journal holds it. */
export function decisionOf(command: OrderCommand, idOf: ClientIdOf): Decision {
  switch (command.kind) {
    case 'submit':
      return {
        kind: 'submit',
        order: factsOf(command.order, idOf),
        ...(command.group && { group: command.group.map((order) => factsOf(order, idOf)) }),
      };
    case 'replace':
      return { kind: 'replace', of: idOf(command.id), order: factsOf(command.order, idOf) };
    case 'cancel':
      return { kind: 'cancel', of: idOf(command.id), reason: command.reason };
  }
}

/** An execution as the journal holds it. */
export function outcomeOf(execution: Execution): Outcome {
  const { kind, time, order } = execution;
  const outcome = { order: order.clientOrderId, kind, time };
  switch (execution.kind) {
    case 'held':
    case 'accepted':
      return outcome;
    case 'filled': {
      const { fill, complete } = execution;
      const { quantity, price, cost } = fill;
      return {
        ...outcome,
        fill: { quantity: quantity.toFixed(), price: price.toFixed(), cost: cost.toFixed(), time: fill.time, complete },
      };
    }
    case 'reduced':
      return { ...outcome, reason: execution.reason, message: execution.message, to: execution.to };
    case 'adjusted':
    case 'rejected':
      return { ...outcome, reason: execution.reason, message: execution.message };
    case 'canceled':
      return { ...outcome, reason: execution.reason, ...(execution.message !== undefined && { message: execution.message }) };
    case 'expired':
      return { ...outcome, reason: execution.reason };
  }
}

function factsOf(order: Order, idOf: ClientIdOf): OrderFacts {
  const { clientOrderId, strategy, symbol, side, type, lots, limit, stop, timeInForce, purpose, tag, why, decidedAt, sequence, extras } =
    order;
  const notional = order.notional === 'max' ? 'max' : order.notionalValue?.toFixed();
  const quantity = order.quantity?.toFixed();
  return defined({
    id: clientOrderId,
    strategy,
    symbol,
    side,
    type,
    lots,
    quantity,
    notional,
    limit,
    stop,
    trail: extras?.trail,
    timeInForce,
    expiresAt: extras?.expiresAt,
    extendedHours: extras?.extendedHours,
    purpose,
    tag,
    because: why?.because,
    signals: why?.signals,
    decidedAt,
    sequence,
    parent: extras?.parent && idOf(extras.parent),
    sibling: extras?.sibling && idOf(extras.sibling),
    replaces: extras?.replaces && idOf(extras.replaces),
  }) as unknown as OrderFacts;
}

/** Without the properties that are `undefined`, as JSON would have it: so that facts compare with those that were read back. */
function defined(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
