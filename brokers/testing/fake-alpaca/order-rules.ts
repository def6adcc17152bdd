import type { Decimal } from '../../../src/core/money.js';
import { forbidden, impossible } from './api-error.js';
import type { FakeAsset } from './options.js';
import type { OrderTerms, OrderTif, OrderType } from './order.js';
import type { OrderRequest } from './order-request.js';

/** Times in force that Alpaca takes for each type of order, for shares. */
const TIFS: Readonly<Record<OrderType, readonly OrderTif[]>> = {
  market: ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok'],
  limit: ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok'],
  stop: ['day', 'gtc'],
  stop_limit: ['day', 'gtc'],
  trailing_stop: ['day', 'gtc'],
};

/** What an order must be by itself, whatever the account and the hour. @throws ApiError 422, 403 below one dollar. */
export function checkTerms(request: OrderRequest, asset: FakeAsset, last: Decimal | undefined): void {
  const { terms } = request;
  checkSize(terms, asset, last);
  checkPrices(terms);
  if (!TIFS[terms.type].includes(terms.timeInForce))
    throw impossible(`invalid time_in_force ${terms.timeInForce} for a ${terms.type} order`);
  if (terms.extendedHours && (terms.type !== 'limit' || (terms.timeInForce !== 'day' && terms.timeInForce !== 'gtc'))) {
    throw impossible('extended hours order must be DAY or GTC limit orders');
  }
  checkClass(request, last);
}

function checkSize({ qty, notional, timeInForce, orderClass, side, type }: OrderTerms, asset: FakeAsset, last: Decimal | undefined): void {
  if ((qty === undefined) === (notional === undefined)) throw impossible('qty or notional is required, and not both');
  const size = qty ?? notional!;
  if (!size.gt(0)) throw impossible(`${qty ? 'qty' : 'notional'} must be > 0`);
  if (notional && notional.decimalPlaces() > 2) throw impossible('notional value must be limited to 2 decimal places');
  if (qty && qty.decimalPlaces() > 9) throw impossible('qty must be limited to 9 decimal places');
  if (qty?.isInteger() === true) return;
  if (asset.fractionable === false) throw impossible(`asset "${asset.symbol}" is not fractionable`);
  if (timeInForce !== 'day') throw impossible('fractional orders must be DAY orders');
  if (orderClass !== 'simple') throw impossible('fractional orders must be simple orders');
  if (type === 'trailing_stop') throw impossible('fractional orders cannot be trailing stop orders');
  if (notional && type !== 'market') throw impossible('notional orders must be market orders');
  const cost = notional ?? (last && qty!.times(last));
  if (side === 'buy' && cost?.lt(1) === true) throw forbidden('cost basis must be >= minimal amount of order 1');
}

function checkPrices({ type, limitPrice, stopPrice, trailPrice, trailPercent }: OrderTerms): void {
  const limited = type === 'limit' || type === 'stop_limit';
  const stopped = type === 'stop' || type === 'stop_limit';
  if (limited !== (limitPrice !== undefined)) throw impossible(`${type} orders ${limited ? 'require a' : 'take no'} limit price`);
  if (stopped !== (stopPrice !== undefined)) throw impossible(`${type} orders ${stopped ? 'require a' : 'take no'} stop price`);
  if (type === 'trailing_stop' && (trailPrice === undefined) === (trailPercent === undefined)) {
    throw impossible('trailing stop orders require either trail_price or trail_percent');
  }
  if (type !== 'trailing_stop' && (trailPrice ?? trailPercent)) throw impossible(`${type} orders take no trail`);
  if ((trailPrice ?? trailPercent)?.gt(0) === false) throw impossible('trail must be > 0');
  checkPenny('limit_price', limitPrice);
  checkPenny('stop_price', stopPrice);
}

/** Two decimals from one dollar on, four below. @throws ApiError 422. */
export function checkPenny(name: string, price: Decimal | undefined): void {
  if (price === undefined) return;
  if (!price.gt(0)) throw impossible(`invalid ${name} ${price.toString()}. must be > 0`);
  if (price.decimalPlaces() > (price.gte(1) ? 2 : 4)) {
    throw impossible(`invalid ${name} ${price.toString()}. sub-penny increment does not fulfill minimum pricing criteria`);
  }
}

function checkClass({ terms, takeProfit, stopLoss }: OrderRequest, last: Decimal | undefined): void {
  const { orderClass, type, timeInForce, extendedHours, limitPrice } = terms;
  if (orderClass === 'simple') {
    if (takeProfit ?? stopLoss) throw impossible('simple orders take no take_profit and no stop_loss');
    return;
  }
  if (timeInForce !== 'day' && timeInForce !== 'gtc') throw impossible(`${orderClass} orders must be DAY or GTC`);
  if (extendedHours) throw impossible(`${orderClass} orders are not allowed in extended hours`);
  if (orderClass === 'bracket' && !(takeProfit && stopLoss))
    throw impossible('bracket orders require take_profit.limit_price and stop_loss.stop_price');
  if (orderClass === 'oto' && (takeProfit === undefined) === (stopLoss === undefined)) {
    throw impossible('oto orders require either take_profit or stop_loss');
  }
  if (orderClass === 'oco' && (type !== 'limit' || stopLoss === undefined)) {
    throw impossible('oco orders must be limit orders with stop_loss.stop_price');
  }
  if (orderClass !== 'oco' && type !== 'market' && type !== 'limit')
    throw impossible(`${orderClass} orders must be market or limit orders`);
  checkPenny('take_profit.limit_price', takeProfit?.limitPrice);
  checkPenny('stop_loss.stop_price', stopLoss?.stopPrice);
  checkPenny('stop_loss.limit_price', stopLoss?.limitPrice);
  checkLegPrices(terms, takeProfit?.limitPrice ?? (orderClass === 'oco' ? limitPrice : undefined), stopLoss?.stopPrice, last);
}

/** A stop must stand at least a cent beyond the price from which it protects, and the take-profit on the other side. */
function checkLegPrices(terms: OrderTerms, profit: Decimal | undefined, stop: Decimal | undefined, last: Decimal | undefined): void {
  const long = (terms.side === 'buy') === (terms.orderClass !== 'oco');
  const base = (terms.orderClass === 'oco' ? undefined : terms.limitPrice) ?? last;
  if (stop && base && (long ? stop.gt(base.minus('0.01')) : stop.lt(base.plus('0.01')))) {
    throw impossible(long ? 'stop price must be less than base_price - 0.01' : 'stop price must be greater than base_price + 0.01');
  }
  if (profit && stop && (long ? profit.lte(stop) : profit.gte(stop))) {
    throw impossible(`take_profit.limit_price must be ${long ? '>' : '<'} stop_loss.stop_price`);
  }
}
