// The examples once more without the engine: plain loops over the text of the files must come to the same fills, costs
// and money. See `independent/`.
import { describe, expect, test } from '@jest/globals';

import momentumRotation from '../../examples/momentum-rotation.js';
import { dateOf, looped } from './example-configs.js';
import type { PlainAccount } from './independent/account.js';
import { inDollars } from './independent/money.js';
import { runBuyAndHold, runMomentum, runPairs, runSmaCross } from './independent/runs.js';

const loops: Readonly<Record<string, () => PlainAccount>> = {
  'sma-cross': runSmaCross,
  'buy-and-hold': runBuyAndHold,
  'momentum-rotation': () => runMomentum(momentumRotation.symbols!),
  'pairs-zscore': () => runPairs('KO', 'PEP'),
};

test('every example has its loop', () => expect(Object.keys(loops)).toEqual(Object.keys(looped)));

describe('a plain loop reproduces', () => {
  test.each(Object.keys(looped))('%s', async (name) => {
    const result = await looped[name]!();
    const account = loops[name]!();
    const line = (date: string, symbol: string, side: string, units: number, price: number, cost: number): string =>
      `${date} ${symbol} ${side} ${units} @ ${price} cost ${cost.toFixed(2)}`;
    const expected = account.fills.map(({ date, symbol, side, units, price, cost }) =>
      line(date, symbol, side, units, price, inDollars(cost)),
    );
    const found = result.fills.map((fill) =>
      line(dateOf(fill.time), fill.symbol, fill.side, fill.quantity.toNumber(), fill.priceNumber, fill.cost.toNumber()),
    );
    const reproduced = found.filter((fill, i) => fill === expected[i]).length;
    console.info(`${name}: ${reproduced} of ${found.length} fills reproduced`);
    // The first difference explains the others.
    const first = found.findIndex((fill, i) => fill !== expected[i]);
    expect({ first, engine: found[first], loop: expected[first] }).toEqual({ first: -1, engine: undefined, loop: undefined });
    expect(expected.length).toBe(found.length);
    expect(account.equity.toFixed(2)).toBe(result.finalEquity.toFixed(2));
    expect(inDollars(account.cash)).toBe(result.finalCash.toNumber());
  });
});
