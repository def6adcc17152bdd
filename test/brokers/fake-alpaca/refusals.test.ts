import { describe, expect, test } from '@jest/globals';

import type { FakeAlpacaOptions } from 'barstream/testing';
import { fake } from './client.js';

type Body = Readonly<Record<string, unknown>>;
const BUY: Body = { symbol: 'SPY', side: 'buy', type: 'market', time_in_force: 'day', qty: '1' };
const LIMIT: Body = { ...BUY, type: 'limit', limit_price: '99' };

/** Posts bodies as they are, past the SDK, which would not send some of them. */
async function answers(options: FakeAlpacaOptions, bodies: readonly (Body | string)[], held = 0): Promise<unknown[]> {
  const server = await fake(options);
  server.market.open();
  server.market.quote('SPY', 100);
  const headers = { 'apca-api-key-id': 'fake-key', 'apca-api-secret-key': 'fake-secret' };
  const post = async (body: Body | string): Promise<unknown> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${server.url}/v2/orders`, { method: 'POST', headers, body: text });
    const { code, message } = (await response.json()) as { code?: number; message?: string };
    return code === undefined ? response.status : `${response.status} ${code} ${message}`;
  };
  if (held > 0) await post({ ...BUY, qty: String(held) });
  const all: unknown[] = [];
  for (const body of bodies) all.push(await post(body));
  return all;
}

const cases: [name: string, body: Body | string, answer: string][] = [
  ['a body that is no JSON', '{"symbol": ', '400 40010000 request body format is invalid'],
  ['no symbol', { ...BUY, symbol: undefined }, '422 40010001 symbol is required'],
  ['an unknown symbol', { ...BUY, symbol: '0?' }, '422 40010001 could not find us_equity asset "0?"'],
  ['an unknown side', { ...BUY, side: 'hold' }, '422 40010001 invalid side: hold'],
  ['an unknown type', { ...BUY, type: 'pegged' }, '422 40010001 invalid type: pegged'],
  ['a quantity that is no number', { ...BUY, qty: '1e2' }, '422 40010001 qty is not a number: 1e2'],
  ['no size', { ...BUY, qty: undefined }, '422 42210000 qty or notional is required, and not both'],
  ['two sizes', { ...BUY, notional: '10' }, '422 42210000 qty or notional is required, and not both'],
  ['nothing', { ...BUY, qty: '0' }, '422 42210000 qty must be > 0'],
  ['a client id of 129', { ...BUY, client_order_id: 'x'.repeat(129) }, '422 40010001 client_order_id must be no more than 128 characters'],
  ['a limit order without limit', { ...BUY, type: 'limit' }, '422 42210000 limit orders require a limit price'],
  ['a stop order without stop', { ...BUY, type: 'stop' }, '422 42210000 stop orders require a stop price'],
  ['a market order with limit', { ...BUY, limit_price: '1' }, '422 42210000 market orders take no limit price'],
  [
    'a trailing stop with two trails',
    { ...BUY, type: 'trailing_stop', trail_price: '1', trail_percent: '1' },
    '422 42210000 trailing stop orders require either trail_price or trail_percent',
  ],
  [
    'a stop that is ioc',
    { ...BUY, type: 'stop', stop_price: '101', time_in_force: 'ioc' },
    '422 42210000 invalid time_in_force ioc for a stop order',
  ],
  [
    'three decimals above one dollar',
    { ...LIMIT, limit_price: '41.085' },
    '422 42210000 invalid limit_price 41.085. sub-penny increment does not fulfill minimum pricing criteria',
  ],
  [
    'five decimals below one dollar',
    { ...LIMIT, limit_price: '0.41085' },
    '422 42210000 invalid limit_price 0.41085. sub-penny increment does not fulfill minimum pricing criteria',
  ],
  [
    'a stop off the penny',
    { ...BUY, type: 'stop', stop_price: '101.001' },
    '422 42210000 invalid stop_price 101.001. sub-penny increment does not fulfill minimum pricing criteria',
  ],
  ['a fraction that is gtc', { ...BUY, qty: '0.5', time_in_force: 'gtc' }, '422 42210000 fractional orders must be DAY orders'],
  ['money with a limit', { ...LIMIT, qty: undefined, notional: '50' }, '422 42210000 notional orders must be market orders'],
  [
    'money in thousandths',
    { ...BUY, qty: undefined, notional: '5.001' },
    '422 42210000 notional value must be limited to 2 decimal places',
  ],
  ['less than a dollar', { ...BUY, qty: '0.009' }, '403 40310000 cost basis must be >= minimal amount of order 1'],
  ['extended hours at market', { ...BUY, extended_hours: true }, '422 42210000 extended hours order must be DAY or GTC limit orders'],
  ['the open, while open', { ...BUY, time_in_force: 'opg' }, '422 42210000 opg orders are not accepted at this time'],
  [
    'a bracket without stop',
    { ...BUY, order_class: 'bracket', take_profit: { limit_price: '110' } },
    '422 42210000 bracket orders require take_profit.limit_price and stop_loss.stop_price',
  ],
  [
    'a bracket whose stop is at the market',
    { ...BUY, order_class: 'bracket', take_profit: { limit_price: '110' }, stop_loss: { stop_price: '100' } },
    '422 42210000 stop price must be less than base_price - 0.01',
  ],
  [
    'a bracket whose profit is below its stop',
    { ...BUY, order_class: 'bracket', take_profit: { limit_price: '90' }, stop_loss: { stop_price: '95' } },
    '422 42210000 take_profit.limit_price must be > stop_loss.stop_price',
  ],
  [
    'an exit of nothing',
    { ...LIMIT, side: 'sell', limit_price: '110', order_class: 'oco', stop_loss: { stop_price: '90' } },
    '422 42210000 oco orders must be exit orders',
  ],
  ['a fraction sold short', { ...BUY, side: 'sell', qty: '1.5' }, '422 42210000 fractional orders cannot be sold short'],
  // 2 × 100,000 of buying power, at 2.5 % above 100: 1951 × 102.50 = 199,977.50, and one more is too much.
  ['more than can be paid', { ...BUY, qty: '1952' }, '403 40310000 insufficient buying power'],
];

test.each(cases)('refuses %s', async (_, body, answer) => {
  expect(await answers({}, [body])).toEqual([answer]);
});

describe('refuses by what else there is', () => {
  test('exactly what can be paid is taken', async () => {
    expect(await answers({}, [{ ...BUY, qty: '1951' }, LIMIT])).toEqual([200, 200]);
  });

  test('a client id twice, also of an order that has ended', async () => {
    const named = { ...BUY, client_order_id: 'mine' };
    expect(await answers({}, [named, named])).toEqual([200, '422 40010001 client_order_id must be unique']);
  });

  test('a refused order does not use up its client id', async () => {
    expect(
      await answers({}, [
        { ...BUY, client_order_id: 'mine', qty: '9999' },
        { ...BUY, client_order_id: 'mine' },
      ]),
    ).toEqual(['403 40310000 insufficient buying power', 200]);
  });

  test('shares that an open sale holds', async () => {
    const sale = { ...LIMIT, side: 'sell', limit_price: '120', qty: '6' };
    expect(await answers({}, [sale, { ...sale, qty: '5' }, { ...sale, qty: '4' }, { ...sale, qty: '1' }], 10)).toEqual([
      200,
      '403 40310000 insufficient qty available for order (requested: 5, available: 4)',
      200,
      '403 40310000 insufficient qty available for order (requested: 1, available: 0)',
    ]);
  });

  test('money that open buys hold', async () => {
    // A cash account of 1000: 6 × 99 = 594 held leaves 406; 5 × 99 = 495.
    const cash = { account: { cash: '1000', multiplier: 1 } } as const;
    expect(
      await answers(cash, [
        { ...LIMIT, qty: '6' },
        { ...LIMIT, qty: '5' },
        { ...LIMIT, qty: '4' },
      ]),
    ).toEqual([200, '403 40310000 insufficient buying power', 200]);
  });

  test('orders that would trade with each other', async () => {
    const sale = { ...LIMIT, side: 'sell', limit_price: '120' };
    const wash = '403 40310000 potential wash trade detected. use complex orders';
    expect(await answers({}, [sale, BUY, { ...LIMIT, limit_price: '120' }, { ...LIMIT, limit_price: '119.99' }], 10)).toEqual([
      200,
      wash,
      wash,
      200,
    ]);
  });

  test('short sales, by account, asset and equity', async () => {
    const short = { ...BUY, side: 'sell' };
    const not = '403 40310000 account is not allowed to short';
    expect(await answers({}, [short])).toEqual([200]);
    expect(await answers({ account: { shorting: false } }, [short])).toEqual([not]);
    expect(await answers({ account: { multiplier: 1 } }, [short])).toEqual([not]);
    expect(await answers({ account: { cash: '1999.99' } }, [short])).toEqual([not]);
    expect(await answers({ assets: [{ symbol: 'SPY', easyToBorrow: false }] }, [short])).toEqual([
      '422 42210000 asset "SPY" cannot be sold short',
    ]);
  });

  test('what an asset is not', async () => {
    expect(await answers({ assets: [{ symbol: 'SPY', fractionable: false }] }, [{ ...BUY, qty: '1.5' }, BUY])).toEqual([
      '422 42210000 asset "SPY" is not fractionable',
      200,
    ]);
    expect(await answers({ assets: [{ symbol: 'SPY', tradable: false }] }, [BUY])).toEqual(['422 42210000 asset "SPY" is not tradable']);
    expect(await answers({ assets: [{ symbol: 'QQQ' }] }, [BUY])).toEqual(['422 40010001 could not find us_equity asset "SPY"']);
  });
});
