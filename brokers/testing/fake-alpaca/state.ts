import { averageOf, type FakeOrder, type OrderClass, type OrderStatus, type OrderTif, type OrderType } from './order.js';
import type { Ledger } from './ledger.js';
import type { OrderBook } from './order-book.js';
import type { FakeFill } from './order-updates.js';

/** An order that the server has taken, at any time. */
export interface FakeOrderState {
  readonly id: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  readonly timeInForce: OrderTif;
  readonly orderClass: OrderClass;
  readonly qty: string | undefined;
  readonly notional: string | undefined;
  readonly limitPrice: string | undefined;
  readonly stopPrice: string | undefined;
  readonly status: OrderStatus;
  readonly filledQty: string;
  readonly filledAvgPrice: string | undefined;
  readonly submittedAt: string;
  /** Id of the order whose leg it is. */
  readonly parent: string | undefined;
  /** Id of the order whose place it took. */
  readonly replaces: string | undefined;
}

/** All that a server knows, as plain JSON: what a test compares a bot's books with. Decimals are texts. */
export interface FakeAlpacaState {
  readonly cash: string;
  readonly equity: string;
  /** By symbol; quantities of shorts are negative. */
  readonly positions: Readonly<Record<string, { readonly qty: string; readonly avgEntryPrice: string }>>;
  /** Every order ever taken, in order, legs and replacements included. A client id never stands here twice. */
  readonly orders: readonly FakeOrderState[];
  /** How many `POST /v2/orders` have come in for each client id, taken or not. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Every execution, in order. */
  readonly fills: readonly FakeFill[];
  /** How often each fault has struck. */
  readonly faults: Readonly<Record<string, number>>;
}

/** Makes the state's plain copy. */
export function stateOf(
  { ledger, book, fills }: { readonly ledger: Ledger; readonly book: OrderBook; readonly fills: readonly FakeFill[] },
  attempts: ReadonlyMap<string, number>,
  faults: Readonly<Record<string, number>>,
): FakeAlpacaState {
  const positions = ledger.positions.map(({ symbol, qty, avgEntryPrice }) => [
    symbol,
    { qty: qty.toString(), avgEntryPrice: avgEntryPrice.toDecimalPlaces(9).toString() },
  ]);
  return {
    cash: ledger.cash.toString(),
    equity: ledger.equity().toString(),
    positions: Object.fromEntries(positions) as FakeAlpacaState['positions'],
    orders: book.all.map(orderState),
    attempts: Object.fromEntries(attempts),
    fills: [...fills],
    faults: { ...faults },
  };
}

function orderState(order: FakeOrder): FakeOrderState {
  const { terms } = order;
  return {
    id: order.id,
    clientOrderId: terms.clientOrderId,
    symbol: terms.symbol,
    side: terms.side,
    type: terms.type,
    timeInForce: terms.timeInForce,
    orderClass: terms.orderClass,
    qty: order.qty?.toString(),
    notional: terms.notional?.toString(),
    limitPrice: terms.limitPrice?.toString(),
    stopPrice: terms.stopPrice?.toString(),
    status: order.status,
    filledQty: order.filledQty.toString(),
    filledAvgPrice: averageOf(order)?.toString(),
    submittedAt: order.submittedAt,
    parent: order.parent?.id,
    replaces: order.replaces,
  };
}
