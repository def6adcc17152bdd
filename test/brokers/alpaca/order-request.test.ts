import { describe, expect, test } from '@jest/globals';
import { trading } from '@alpacahq/alpaca-trade-api/rest';

import { orderRequestOf, replaceRequestOf } from '../../../brokers/alpaca/order-request.js';
import { quantaOf } from '../../../src/index.js';
import { bracketOf, orderOf, TEN_OCLOCK } from './orders.js';

/** The body that the SDK makes of a request. */
const sent = (...given: Parameters<typeof orderRequestOf>): unknown =>
  JSON.parse(JSON.stringify(trading.PostOrderRequestToJSON(orderRequestOf(...given))));

const CLIENT_ID = `trend-${TEN_OCLOCK.toString(36)}-1`;

describe('requests to Alpaca', () => {
  test('a market order', () => {
    expect(sent(orderOf(), [], 'SPY')).toEqual({
      symbol: 'SPY',
      side: 'buy',
      type: 'market',
      time_in_force: 'day',
      qty: '10',
      client_order_id: CLIENT_ID,
    });
  });

  test('prices and sizes are plain decimal texts', () => {
    const instrument = { lotStep: '0.000000001' };
    expect(sent(orderOf({ instrument, lots: 1, limit: 0.0001 }), [], 'SPY')).toMatchObject({ qty: '0.000000001', limit_price: '0.0001' });
    expect(sent(orderOf({ instrument, lots: 9_007_199_254_740_991 }), [], 'SPY')).toMatchObject({ qty: '9007199.254740991' });
    expect(sent(orderOf({ instrument, lots: 0, notional: quantaOf('123456.78') }), [], 'SPY')).toMatchObject({ notional: '123456.78' });
    expect(sent(orderOf({ instrument, lots: 0, notional: quantaOf('1') }), [], 'SPY')).not.toHaveProperty('qty');
  });

  test('stops, stop-limits and trailing stops', () => {
    expect(sent(orderOf({ stop: 99.5 }), [], 'SPY')).toMatchObject({ type: 'stop', stop_price: '99.5' });
    expect(sent(orderOf({ stop: 99.5, limit: 99 }), [], 'SPY')).toMatchObject({
      type: 'stop_limit',
      stop_price: '99.5',
      limit_price: '99',
    });
    const trailing = (trail: { readonly amount: number } | { readonly percent: number }) =>
      sent(orderOf({ type: 'trailing-stop', extras: { trail } }), [], 'SPY');
    expect(trailing({ amount: 2.5 })).toMatchObject({ type: 'trailing_stop', trail_price: '2.5' });
    expect(trailing({ percent: 5 })).toMatchObject({ type: 'trailing_stop', trail_percent: '5' });
  });

  test('extended hours, and another name of the symbol', () => {
    const order = orderOf({ limit: 100, extras: { extendedHours: true } });
    expect(sent(order, [], 'BRK.B')).toMatchObject({ symbol: 'BRK.B', extended_hours: true });
  });

  test('brackets and one-legged ones in one request', () => {
    const [entry, takeProfit, stopLoss] = bracketOf({ limit: 100 }, 110, 90);
    expect(sent(entry, [takeProfit, stopLoss], 'SPY')).toMatchObject({
      order_class: 'bracket',
      type: 'limit',
      limit_price: '100',
      take_profit: { limit_price: '110' },
      stop_loss: { stop_price: '90' },
    });
    expect(sent(entry, [stopLoss], 'SPY')).toMatchObject({ order_class: 'oto', stop_loss: { stop_price: '90' } });
    expect(sent(entry, [stopLoss], 'SPY')).not.toHaveProperty('take_profit');
  });

  test('a pair: the limit is the order, and its price the take-profit', () => {
    const pair = sent(orderOf({ side: 'sell', limit: 110 }), [orderOf({ id: 2, side: 'sell', stop: 90, limit: 89.5 })], 'SPY');
    expect(pair).toMatchObject({
      side: 'sell',
      order_class: 'oco',
      type: 'limit',
      client_order_id: CLIENT_ID,
      take_profit: { limit_price: '110' },
      stop_loss: { stop_price: '90', limit_price: '89.5' },
    });
  });

  test('a replacement has its own name', () => {
    const request = trading.PatchOrderRequestToJSON(replaceRequestOf(orderOf({ id: 7, limit: 101.25, lots: 3, timeInForce: 'gtc' })));
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      qty: '3',
      limit_price: '101.25',
      time_in_force: 'gtc',
      client_order_id: `trend-${TEN_OCLOCK.toString(36)}-7`,
    });
  });
});
