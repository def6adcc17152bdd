import { describe, expect, test } from '@jest/globals';

import { sendTimeOf } from '../../../brokers/alpaca/auction-window.js';
import { isNotYetReplaceable, isTakenName, reasonOf } from '../../../brokers/alpaca/refusals.js';

/** New York in winter is five hours behind UTC, in summer four. */
const winter = (time: string): number => Date.parse(`2024-11-14T${time}-05:00`);
const summer = (time: string): number => Date.parse(`2024-07-15T${time}-04:00`);

describe('when orders for the auctions are sent', () => {
  test.each([
    ['opg', winter('09:27:50'), 0],
    ['opg', winter('09:28:00'), winter('19:00:05')],
    ['opg', winter('16:00:00'), winter('19:00:05')],
    ['opg', summer('16:00:00'), summer('19:00:05')],
    ['opg', winter('19:00:05'), 0],
    ['opg', winter('23:30:00'), 0],
    ['opg', winter('04:00:00'), 0],
    ['cls', winter('15:49:50'), 0],
    ['cls', winter('15:50:00'), winter('19:00:05')],
    ['cls', winter('16:00:00'), winter('19:00:05')],
    // The session of 29 November 2024 closed at 13:00: ten minutes before is the end of its orders.
    ['cls', Date.parse('2024-11-29T12:49:00-05:00'), 0],
    ['cls', Date.parse('2024-11-29T12:50:00-05:00'), Date.parse('2024-11-29T19:00:05-05:00')],
    // A Saturday, and Thanksgiving.
    ['opg', Date.parse('2024-11-16T12:00:00-05:00'), 0],
    ['opg', Date.parse('2024-11-28T12:00:00-05:00'), 0],
    ['day', winter('16:00:00'), 0],
  ] as const)('%s at %d', (life, at, expected) => {
    expect(sendTimeOf(life, at)).toBe(expected || at);
  });
});

describe('refusals in the words of the venue', () => {
  test.each([
    ['insufficient buying power', 'insufficient-buying-power'],
    ['insufficient qty available for order (requested: 10, available: 5)', 'shares-not-available'],
    ['potential wash trade detected. use complex orders', 'wash-trade'],
    ['invalid limit_price 41.085. sub-penny increment does not fulfill minimum pricing criteria', 'price-off-tick'],
    ['account is not allowed to short', 'shorting-not-allowed'],
    ['asset SPY is not tradable', 'not-tradable'],
    ['stop price must be less than base_price - 0.01', 'bracket-prices'],
    ['order is already in "filled" state', 'order-ended'],
    ['something nobody has written down', 'refused-by-venue'],
  ])('"%s"', (words, reason) => {
    expect(reasonOf(words)).toBe(reason);
  });

  test('a name that is taken, and an order that is not on its way yet', () => {
    expect([isTakenName(422, 'client_order_id must be unique'), isTakenName(422, 'qty is required')]).toEqual([true, false]);
    expect(isNotYetReplaceable("unable to replace order, order isn't sent to exchange yet")).toBe(true);
    expect(isNotYetReplaceable('order parameters are not changed')).toBe(false);
  });
});
