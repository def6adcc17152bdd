import { expect, test } from '@jest/globals';

import { Tally } from '../../src/core/tally.js';

test('a tally adds up by kind, in the order in which kinds appear, beyond 2^53 too', () => {
  const tally = new Tally();
  tally.add('trade', -3);
  tally.add('fee', 1);
  tally.add('trade', 10);
  tally.add('fee', Number.MAX_SAFE_INTEGER);
  expect([...tally.toMap()]).toEqual([
    ['trade', 7],
    // 2^53 - 1 + 1
    ['fee', 9_007_199_254_740_992n],
  ]);
  expect([tally.of('trade'), tally.of('none')]).toEqual([7, 0]);
});
