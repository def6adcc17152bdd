import { Decimal } from '../../../src/core/money.js';
import type { Side } from '../../../src/core/order.js';
import { impossible, malformed } from './api-error.js';
import type { OrderClass, OrderTerms, OrderTif, OrderType } from './order.js';

/** A body of JSON. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** An order and the legs that it is to release. */
export interface OrderRequest {
  readonly terms: OrderTerms;
  readonly takeProfit: { readonly limitPrice: Decimal } | undefined;
  readonly stopLoss: { readonly stopPrice: Decimal; readonly limitPrice: Decimal | undefined } | undefined;
}

const TYPES: readonly OrderType[] = ['market', 'limit', 'stop', 'stop_limit', 'trailing_stop'];
const TIFS: readonly OrderTif[] = ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok'];
const CLASSES: readonly OrderClass[] = ['simple', 'bracket', 'oco', 'oto'];

/** Reads the body of `POST /v2/orders`. @throws ApiError 422 for a field that is missing or malformed. */
export function readOrderRequest(body: JsonBody, newClientId: () => string): OrderRequest {
  const symbol = body['symbol'];
  if (typeof symbol !== 'string' || symbol === '') throw malformed('symbol is required');
  const orderClass = oneOf(body, 'order_class', CLASSES, 'simple');
  const takeProfit = readLeg(body, 'take_profit');
  const stopLoss = readLeg(body, 'stop_loss');
  // An OCO pair's first order is its take-profit: its limit may stand in either place.
  const limitPrice = decimalOf(body, 'limit_price') ?? (orderClass === 'oco' ? takeProfit?.('limit_price') : undefined);
  const terms: OrderTerms = {
    clientOrderId: readClientId(body) ?? newClientId(),
    symbol: symbol.toUpperCase(),
    side: oneOf<Side>(body, 'side', ['buy', 'sell']),
    type: oneOf(body, 'type', TYPES),
    timeInForce: oneOf(body, 'time_in_force', TIFS),
    orderClass,
    qty: decimalOf(body, 'qty'),
    notional: decimalOf(body, 'notional'),
    limitPrice,
    stopPrice: decimalOf(body, 'stop_price'),
    trailPrice: decimalOf(body, 'trail_price'),
    trailPercent: decimalOf(body, 'trail_percent'),
    extendedHours: body['extended_hours'] === true,
  };
  const profit = takeProfit?.('limit_price');
  const stop = stopLoss?.('stop_price');
  if (takeProfit && profit === undefined) throw impossible('take_profit.limit_price is required');
  if (stopLoss && stop === undefined) throw impossible('stop_loss.stop_price is required');
  return {
    terms,
    takeProfit: profit && { limitPrice: profit },
    stopLoss: stop && { stopPrice: stop, limitPrice: stopLoss?.('limit_price') },
  };
}

/** The client's own id of a body. @throws ApiError 422 where it is too long or no text. */
export function readClientId(body: JsonBody): string | undefined {
  const id = body['client_order_id'];
  if (id === undefined || id === null || id === '') return undefined;
  if (typeof id !== 'string') throw malformed('client_order_id must be a string');
  if (id.length > 128) throw malformed('client_order_id must be no more than 128 characters');
  return id;
}

/** A decimal of a body, as text or number. @throws ApiError 422 where it is neither. */
export function decimalOf(body: JsonBody, name: string): Decimal | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if ((typeof value === 'string' || typeof value === 'number') && /^-?\d+(\.\d+)?$/.test(String(value))) return new Decimal(value);
  throw malformed(`${name} is not a number: ${String(value)}`);
}

function readLeg(body: JsonBody, name: string): ((field: string) => Decimal | undefined) | undefined {
  const leg = body[name];
  if (leg === undefined || leg === null) return undefined;
  if (typeof leg !== 'object') throw malformed(`${name} is not an object`);
  return (field) => decimalOf(leg as JsonBody, field);
}

/** One of a closed list of words. @throws ApiError 422 for another. */
export function oneOf<T extends string>(body: JsonBody, name: string, known: readonly T[], absent?: T): T {
  const value = body[name];
  if ((value === undefined || value === null || value === '') && absent !== undefined) return absent;
  if (value === undefined || value === null) throw malformed(`${name} is required`);
  const found = known.find((each) => each === value);
  if (found === undefined) throw malformed(`invalid ${name}: ${String(value)}`);
  return found;
}
