import { expect, test } from '@jest/globals';

import { seededRandom } from '../../src/core/random.js';
import { DrawdownTracker } from '../../src/statistics/drawdown-tracker.js';
import { DrawdownFinder } from '../../src/statistics/drawdowns.js';
import { UnderWater } from '../../src/statistics/under-water.js';

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

test('a curve in pieces has the drawdowns that its points have one by one, by their definitions', () => {
  const random = seededRandom(8);
  for (let run = 0; run < 200; run++) {
    // Small whole numbers: peaks and lows come again; every fourth run begins without positive equity.
    const equity = Float64Array.from({ length: 1 + random.integer(60) }, (_, i) => (run % 4 === 0 && i < 5 ? -1 : 5) + random.integer(9));
    const finder = new DrawdownFinder();
    const sums = new UnderWater();
    for (let at = 0; at < equity.length;) {
      const next = at + random.integer(12);
      finder.addAll(equity.subarray(at, next));
      sums.addAll(equity.subarray(at, next));
      at = next;
    }

    const peakAt = [...equity.keys()].map((i) => equity.subarray(0, i + 1).lastIndexOf(Math.max(...equity.subarray(0, i + 1))));
    const below = peakAt.map((peak) => (equity[peak]! > 0 ? peak : undefined));
    const depths = below.map((peak, i) => (peak === undefined ? 0 : equity[i]! / equity[peak]! - 1));
    const peaks = [...new Set(below.filter((_, i) => depths[i]! < 0))] as number[];
    const expected = peaks.map((peakIndex) => {
      const points = [...equity.keys()].filter((i) => peakAt[i] === peakIndex);
      const troughIndex = points.find((i) => points.every((other) => equity[other]! >= equity[i]!))!;
      const recoveryIndex = points.at(-1)! + 1 < equity.length ? points.at(-1)! + 1 : undefined;
      const lengthBars = (recoveryIndex ?? equity.length - 1) - peakIndex;
      return { depth: depths[troughIndex], peakIndex, troughIndex, recoveryIndex, lengthBars };
    });
    expect(finder.result()).toEqual(expected);
    const n = equity.length;
    expect(sums.time).toEqual({ value: depths.filter((depth) => depth < 0).length / n, n });
    expect(sums.average.value).toBeCloseTo(depths.reduce((sum, depth) => sum + depth, 0) / n, 12);
    expect(sums.ulcerIndex.value).toBeCloseTo(100 * Math.sqrt(depths.reduce((sum, depth) => sum + depth ** 2, 0) / n), 10);
  }
});

test('of many pieces, the first number that is none is told by its place in the curve', () => {
  const sums = new UnderWater();
  sums.addAll([1, 2]);
  sums.addAll([3, Number.NaN, Infinity]);
  expect(sums.average).toEqual({ value: undefined, n: 5, reason: 'observation 3 is not a finite number' });
});
