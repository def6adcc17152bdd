import { Decimal } from '../../src/core/money.js';
import type { Side } from '../../src/core/order.js';
import type { Millis } from '../../src/core/time.js';

// Everything that comes in passes through here. Nothing throws: what is missing or makes no sense is left out, what is new is
// ignored, so that a change at the venue which does not concern us cannot stop a run.

/** An order as the venue has it. Sizes and prices are decimal strings. */
export interface WireOrder {
  readonly id: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  /** As the venue writes it; there may be ones that are new. */
  readonly status: string;
  readonly type: string;
  readonly quantity?: string;
  readonly filled: string;
  readonly averagePrice?: string;
  readonly replacedBy?: string;
  readonly submittedAt?: Millis;
  readonly updatedAt?: Millis;
  readonly endedAt?: Millis;
  readonly legs: readonly WireOrder[];
}

/** One execution, as an update of the order stream or an entry of the account's activities tells of it. */
export interface WireFill {
  readonly orderId: string;
  readonly quantity: string;
  readonly price: string;
  /** Filled of its order so far, this execution included. */
  readonly cumulative: string;
  readonly time?: Millis;
  readonly executionId?: string;
  /** True where it filled its order in full. */
  readonly isLast: boolean;
}

/** An update of the order stream. */
export interface WireUpdate {
  readonly event: string;
  readonly time?: Millis;
  readonly order: WireOrder;
  readonly fill?: WireFill;
}

export interface WireAccount {
  readonly currency: string;
  readonly cash: string;
  readonly equity: string;
  readonly buyingPower: string;
  /** What keeps the account from trading. */
  readonly blocks: readonly string[];
}

export interface WirePosition {
  readonly symbol: string;
  /** Below 0 when short. */
  readonly quantity: string;
  readonly entryValue: string;
}

export interface WireAsset {
  readonly tradable: boolean;
  readonly fractionable: boolean;
  readonly shortable: boolean;
}

type Json = Readonly<Record<string, unknown>>;

export function readOrder(value: unknown): WireOrder | undefined {
  const json = recordOf(value);
  const id = json && textOf(json['id']);
  const status = json && textOf(json['status']);
  if (id === undefined || status === undefined) return undefined;
  return {
    id,
    clientOrderId: textOf(json!['client_order_id']) ?? '',
    symbol: textOf(json!['symbol']) ?? '',
    side: textOf(json!['side'])?.startsWith('sell') ? 'sell' : 'buy',
    status,
    type: textOf(json!['type']) ?? textOf(json!['order_type']) ?? '',
    filled: decimalOf(json!['filled_qty']) ?? '0',
    legs: listOf(json!['legs'], readOrder),
    ...defined('quantity', decimalOf(json!['qty'])),
    ...defined('averagePrice', decimalOf(json!['filled_avg_price'])),
    ...defined('replacedBy', textOf(json!['replaced_by'])),
    ...defined('submittedAt', timeOf(json!['submitted_at']) ?? timeOf(json!['created_at'])),
    ...defined('updatedAt', timeOf(json!['updated_at'])),
    ...defined(
      'endedAt',
      timeOf(json!['filled_at']) ?? timeOf(json!['canceled_at']) ?? timeOf(json!['expired_at']) ?? timeOf(json!['failed_at']),
    ),
  };
}

export function readUpdate(value: unknown): WireUpdate | undefined {
  const json = recordOf(value);
  const order = json && readOrder(json['order']);
  if (order === undefined) return undefined;
  const event = textOf(json!['event']) ?? '';
  const time = timeOf(json!['timestamp']) ?? order.updatedAt;
  const quantity = decimalOf(json!['qty']);
  const price = decimalOf(json!['price']);
  const isFill = (event === 'fill' || event === 'partial_fill') && isPositive(quantity) && isPositive(price) && isPositive(order.filled);
  return {
    event,
    order,
    ...defined('time', time),
    ...(isFill && {
      fill: {
        orderId: order.id,
        quantity: quantity!,
        price: price!,
        cumulative: order.filled,
        isLast: event === 'fill',
        ...defined('time', time),
        ...defined('executionId', textOf(json!['execution_id'])),
      },
    }),
  };
}

/** An entry of the account's activities, where it is an execution. */
export function readActivity(value: unknown): (WireFill & { readonly id: string }) | undefined {
  const json = recordOf(value);
  if (json === undefined || textOf(json['activity_type']) !== 'FILL') return undefined;
  const [id, orderId] = [textOf(json['id']), textOf(json['order_id'])];
  const [quantity, price, cumulative] = [decimalOf(json['qty']), decimalOf(json['price']), decimalOf(json['cum_qty'])];
  if (id === undefined || orderId === undefined || !isPositive(quantity) || !isPositive(price) || !isPositive(cumulative)) return undefined;
  const time = timeOf(json['transaction_time']);
  return {
    id,
    orderId,
    quantity: quantity!,
    price: price!,
    cumulative: cumulative!,
    isLast: json['type'] === 'fill',
    ...defined('time', time),
  };
}

/** `undefined` where the answer does not say what is in the account. */
export function readAccount(value: unknown): WireAccount | undefined {
  const json = recordOf(value);
  const cash = json && decimalOf(json['cash']);
  if (cash === undefined) return undefined;
  const equity = decimalOf(json!['equity']) ?? decimalOf(json!['portfolio_value']) ?? cash;
  const status = textOf(json!['status']);
  const flags = ['trading_blocked', 'account_blocked', 'trade_suspended_by_user'].filter((name) => json![name] === true);
  return {
    currency: textOf(json!['currency']) ?? 'USD',
    cash,
    equity,
    buyingPower: decimalOf(json!['buying_power']) ?? cash,
    blocks: [...(status === undefined || status === 'ACTIVE' ? [] : [`status ${status}`]), ...flags],
  };
}

export function readPosition(value: unknown): WirePosition | undefined {
  const json = recordOf(value);
  const symbol = json && textOf(json['symbol']);
  const quantity = json && decimalOf(json['qty']);
  if (symbol === undefined || quantity === undefined) return undefined;
  // Some answers give a short's size without a sign.
  const size = new Decimal(quantity).abs();
  const signed = json!['side'] === 'short' || quantity.startsWith('-') ? size.neg() : size;
  const average = decimalOf(json!['avg_entry_price']);
  const cost = average === undefined ? (decimalOf(json!['cost_basis']) ?? '0') : size.times(average).toString();
  return { symbol, quantity: signed.toString(), entryValue: new Decimal(cost).abs().toString() };
}

export function readAsset(value: unknown): WireAsset | undefined {
  const json = recordOf(value);
  if (json === undefined || typeof json['tradable'] !== 'boolean') return undefined;
  const borrow = textOf(json['borrow_status']);
  const isEasy = borrow === undefined ? json['easy_to_borrow'] !== false : borrow === 'easy_to_borrow';
  return {
    tradable: json['tradable'],
    fractionable: json['fractionable'] !== false,
    shortable: json['shortable'] !== false && isEasy,
  };
}

/** Entries of a list that can be read. */
export function listOf<T>(value: unknown, read: (entry: unknown) => T | undefined): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((entry) => entry !== undefined) as T[];
}

export function recordOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A decimal as a plain string, whether it came as a text or as a number. */
export function decimalOf(value: unknown): string | undefined {
  if (
    typeof value === 'number' ? !Number.isFinite(value) : typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)
  ) {
    return undefined;
  }
  return new Decimal(value as string | number).toString();
}

/** An instant; nanoseconds are cut off. */
export function timeOf(value: unknown): Millis | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

function isPositive(value: string | undefined): boolean {
  return value !== undefined && new Decimal(value).gt(0);
}

function defined<Key extends string, T>(key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: T };
}
