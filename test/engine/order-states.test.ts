import { describe, expect, test } from '@jest/globals';

import { backtest, Channel, Decimal, type Broker, type BrokerContext, type Execution, type Order } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { fillOf } from '../support/fills.js';
import { scripted } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';
import { rejection } from '../support/thrown.js';

/** A broker that answers an order with whatever a test makes up, right or wrong. */
function answering(answer: (order: Order, at: number) => readonly Execution[]): (context: BrokerContext) => Broker {
  return () => {
    const executions = new Channel<Execution>();
    return {
      name: 'made up',
      executions,
      connect: () => Promise.resolve({ currency: 'USD', cash: new Decimal(100_000), positions: [] }),
      submit: (order, at) => {
        for (const execution of answer(order, at)) executions.emit(execution);
      },
      replace: () => {},
      cancel: () => {},
      describe: () => ({}),
      close: () => Promise.resolve(),
    };
  };
}

function ask(answer: (order: Order, at: number) => readonly Execution[]): ReturnType<typeof backtest> {
  return backtest({
    name: 'test',
    feeds: [memoryFeed([daily('A', [flat(100)])])],
    broker: answering(answer),
    strategy: scripted({ onBar: (s) => s.buy('A', 2) }),
  });
}

function filled(order: Order, time: number): Execution {
  const fill = fillOf({ instrument: order.instrument, side: 'buy', lots: 2, price: 100, value: 200, time });
  return { kind: 'filled', order, time, fill, remaining: 0, complete: true };
}

describe('a broker that breaks its contract is stopped at once', () => {
  const accepted = (order: Order, time: number): Execution => ({ kind: 'accepted', order, time });
  const canceled = (order: Order, time: number): Execution => ({ kind: 'canceled', order, time, reason: 'requested' });

  test.each<[string, (order: Order, at: number) => readonly Execution[], string]>([
    ['a fill before the acceptance', (order, at) => [filled(order, at)], 'the broker says "filled" of order 1 (A), but it is pending'],
    [
      'two acceptances',
      (order, at) => [accepted(order, at), accepted(order, at)],
      'the broker says "accepted" of order 1 (A), but it is working',
    ],
    [
      'a rejection of what was accepted',
      (order, time) => [accepted(order, time), { kind: 'rejected', order, time, reason: 'no-price', message: '' }],
      'the broker says "rejected" of order 1 (A), but it is working',
    ],
    [
      'a fill of what was canceled',
      (order, at) => [accepted(order, at), canceled(order, at), filled(order, at)],
      'the broker says "filled" of order 1 (A), but it is not open',
    ],
    [
      'a second end',
      (order, at) => [accepted(order, at), filled(order, at), canceled(order, at)],
      'the broker says "canceled" of order 1 (A), but it is not open',
    ],
  ])('%s', async (_, answer, message) => {
    expect(await rejection(ask(answer))).toMatchObject({
      name: 'BrokerError',
      code: 'broker/order-state',
      message: expect.stringContaining(message),
      context: { order: 1, symbol: 'A' },
    });
  });

  test('one that keeps it is not', async () => {
    const { orders, finalCash } = await ask((order, at) => [accepted(order, at), filled(order, at)]);
    expect([orders[0]!.status, String(finalCash)]).toEqual(['filled', '99800']);
  });

  test('an order that it leaves open is still working at the end', async () => {
    const { orders } = await ask((order, at) => [accepted(order, at)]);
    expect(orders).toMatchObject([{ status: 'working', filledLots: 0, endedAt: undefined }]);
  });
});
