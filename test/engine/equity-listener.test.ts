import { expect, test } from '@jest/globals';

import { daily, flat } from '../support/series.js';
import { run } from '../support/run.js';

test('an order sent on an equity point belongs to its step: it fills at the next open', async () => {
  let sent = false;
  const { story, result } = await run({
    series: [daily('A', [flat(100), flat(101), flat(102)])],
    onStart: (s) =>
      void s.bus.equity.on(() => {
        if (!sent) s.buy('A', 1);
        sent = true;
      }),
  });
  expect(story).toEqual(['#1 accepted', '#1 filled buy 1 A @ 101 open']);
  expect(result.fills[0]?.order.decidedAt).toBe(result.equity.times[0]);
});
