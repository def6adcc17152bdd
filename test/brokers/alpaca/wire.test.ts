import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readAccount, readActivity, readAsset, readOrder, readPosition, readUpdate } from '../../../brokers/alpaca/wire.js';
import { cases } from '../../support/scale.js';

describe('what comes in from Alpaca', () => {
  test('an order, with nanoseconds, another zone, numbers for texts and fields that nobody knows', () => {
    const order = readOrder({
      id: 'v',
      client_order_id: 'c',
      symbol: 'SPY',
      side: 'sell_short',
      status: 'partially_filled',
      type: 'stop_limit',
      qty: 10,
      filled_qty: '2.5',
      filled_avg_price: 1e-7,
      submitted_at: '2024-11-14T10:00:00.123456789-05:00',
      updated_at: null,
      legs: [null, { id: 'l', status: 'held' }, 'x'],
      moon: { phase: 'full' },
    });
    expect(order).toEqual({
      id: 'v',
      clientOrderId: 'c',
      symbol: 'SPY',
      side: 'sell',
      status: 'partially_filled',
      type: 'stop_limit',
      quantity: '10',
      filled: '2.5',
      averagePrice: '0.0000001',
      submittedAt: Date.parse('2024-11-14T15:00:00.123Z'),
      legs: [{ id: 'l', clientOrderId: '', symbol: '', side: 'buy', status: 'held', type: '', filled: '0', legs: [] }],
    });
  });

  test('an account: what keeps it from trading, and no day-trade fields needed', () => {
    expect(readAccount({ cash: '100000', status: 'ACTIVE' })).toEqual({
      currency: 'USD',
      cash: '100000',
      equity: '100000',
      buyingPower: '100000',
      blocks: [],
    });
    const blocked = readAccount({ cash: '1', status: 'ACCOUNT_CLOSED', trading_blocked: true, trade_suspended_by_user: true });
    expect(blocked?.blocks).toEqual(['status ACCOUNT_CLOSED', 'trading_blocked', 'trade_suspended_by_user']);
  });

  test('shorts have a sign, whether it was written or said', () => {
    const quantity = (position: object) => readPosition({ symbol: 'SPY', avg_entry_price: '2', ...position });
    expect(quantity({ qty: '-5', side: 'short' })).toEqual({ symbol: 'SPY', quantity: '-5', entryValue: '10' });
    expect(quantity({ qty: '5', side: 'short' })?.quantity).toBe('-5');
    expect(quantity({ qty: '5', side: 'long' })?.quantity).toBe('5');
  });

  test('shares to borrow, under the old name and the new one', () => {
    expect(readAsset({ tradable: true, shortable: true, easy_to_borrow: false })?.shortable).toBe(false);
    expect(readAsset({ tradable: true, shortable: true, borrow_status: 'easy_to_borrow' })?.shortable).toBe(true);
  });

  test('an update without its price is a state and no fill', () => {
    const order = { id: 'v', status: 'filled', filled_qty: '1' };
    expect(readUpdate({ event: 'fill', order })).not.toHaveProperty('fill');
    expect(readUpdate({ event: 'fill', order, qty: '1', price: '2' })?.fill).toMatchObject({ cumulative: '1', isLast: true });
  });

  test(`nothing throws, whatever comes (${cases(2000)} cases)`, () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.double(),
      fc.constant(null),
      fc.boolean(),
      fc.constant('1e5'),
      fc.constant('2024-01-01T00:00:00Z'),
    );
    const names = [
      'id',
      'status',
      'qty',
      'filled_qty',
      'price',
      'legs',
      'order',
      'cash',
      'symbol',
      'submitted_at',
      'cum_qty',
      'order_id',
      'tradable',
    ];
    const record = (value: fc.Arbitrary<unknown>) => fc.dictionary(fc.constantFrom(...names), value);
    const anything = fc.oneof(scalar, record(fc.oneof(scalar, fc.array(record(scalar)), record(scalar))));
    fc.assert(
      fc.property(anything, (value) => {
        for (const read of [readOrder, readUpdate, readActivity, readAccount, readPosition, readAsset]) read(value);
      }),
      { numRuns: cases(2000) },
    );
  });
});
