import { expect, test } from '@jest/globals';

import { seededRandom } from '../../src/core/random.js';
import { DrawdownTracker } from '../../src/statistics/drawdown-tracker.js';

/** Everything that a tracker tells. */
function told(tracker: DrawdownTracker): unknown {
  const { n, drawdown, maxDrawdown, peakIndex, peakTime, troughIndex, troughTime, recoveryIndex, recoveryTime } = tracker;
  const { longestRecoveryBars, longestRecoveryMs } = tracker;
  const found = { n, drawdown, maxDrawdown, peakIndex, peakTime, troughIndex, troughTime, recoveryIndex, recoveryTime };
  return { ...found, longestRecoveryBars, longestRecoveryMs };
}

test('many points at once tell what they tell one by one, also where lows are equal or differ in the last digit', () => {
  const random = seededRandom(7);
  for (let run = 0; run < 200; run++) {
    // A grid so coarse that peaks and lows come again, each now and then moved by one part in 10^15.
    const equity = Float64Array.from({ length: 300 }, () => (run % 2 === 0 ? 1 : 1e5) * (90 + random.integer(20)));
    for (let i = 0; i < equity.length; i++) if (random.integer(4) === 0) equity[i]! *= 1 + (random.integer(3) - 1) * 1e-15;
    const times = Float64Array.from(equity, (_, i) => i * 60_000);
    const many = new DrawdownTracker();
    many.updateAll(times, equity);
    const single = new DrawdownTracker();
    equity.forEach((value, i) => single.update(times[i]!, value));
    expect(told(many)).toEqual(told(single));
  }
});
