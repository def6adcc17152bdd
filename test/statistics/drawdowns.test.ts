import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { deepestDrawdown, drawdowns, DrawdownTracker, maxDrawdown, timedDrawdowns } from '../../src/statistics/index.js';
import { cases } from '../support/scale.js';
import { golden, report } from './golden-file.js';

const DAY = 86_400_000;

function track(equity: readonly number[], step = DAY): DrawdownTracker {
  const tracker = new DrawdownTracker();
  equity.forEach((value, i) => tracker.update(i * step, value));
  return tracker;
}

describe('golden stats-lean-drawdown-recovery.json', () => {
  const { cases: given } = golden<{ cases: Array<{ name: string; equity: number[]; expectedDays: number }> }>(
    'stats-lean-drawdown-recovery.json',
  );

  test('coverage', () => {
    report('stats-lean-drawdown-recovery.json', given.length, given.length, 'cases');
    expect(given).toHaveLength(13);
  });

  test.each(given)('$name', ({ equity, expectedDays }) => {
    const tracker = track(equity);
    expect(tracker.longestRecoveryBars).toBe(expectedDays);
    expect(tracker.longestRecoveryMs).toBe(expectedDays * DAY);
    const times = equity.map((_, i) => i * DAY);
    const recovered = timedDrawdowns(equity, times).filter(({ recoveryTime }) => recoveryTime !== undefined);
    expect(Math.max(0, ...recovered.map(({ lengthDays }) => lengthDays))).toBe(expectedDays);
  });
});

describe('drawdowns', () => {
  //               0    1    2    3    4    5    6    7    8
  const equity = [100, 120, 120, 90, 60, 119, 120, 125, 100];

  test('by hand: 120 → 60 → 120, then 125 → 100 to the end', () => {
    const times = equity.map((_, i) => 1000 + i * 2 * DAY);
    const at = (i: number): number => times[i]!;
    expect(timedDrawdowns(equity, times)).toEqual([
      {
        depth: -0.5,
        peakIndex: 2, // the last point at 120
        peakTime: at(2),
        troughIndex: 4,
        troughTime: at(4),
        recoveryIndex: 6,
        recoveryTime: at(6),
        lengthBars: 4,
        lengthDays: 8,
      },
      {
        depth: 100 / 125 - 1,
        peakIndex: 7,
        peakTime: at(7),
        troughIndex: 8,
        troughTime: at(8),
        recoveryIndex: undefined,
        recoveryTime: undefined,
        lengthBars: 1,
        lengthDays: 2,
      },
    ]);
    expect(maxDrawdown(equity)).toEqual({ value: -0.5, n: 9 });
  });

  test('the tracker knows the same of the deepest', () => {
    const tracker = track(equity);
    expect(tracker.n).toBe(9);
    expect(tracker.maxDrawdown).toEqual({ value: -0.5, n: 9 });
    expect(tracker.drawdown).toBe(100 / 125 - 1);
    expect([tracker.peakIndex, tracker.troughIndex, tracker.recoveryIndex]).toEqual([2, 4, 6]);
    expect([tracker.peakTime, tracker.troughTime, tracker.recoveryTime]).toEqual([2 * DAY, 4 * DAY, 6 * DAY]);
  });

  test('a recovery is forgotten when a deeper drawdown comes, and open until it is made good', () => {
    const tracker = track([100, 90, 100, 50, 99]);
    expect([tracker.peakIndex, tracker.troughIndex, tracker.recoveryIndex]).toEqual([2, 3, -1]);
    expect(tracker.recoveryTime).toBeNaN();
  });

  test('a later shallower recovery is not the deepest one’s', () => {
    const tracker = track([100, 50, 100, 90, 100]);
    expect([tracker.peakIndex, tracker.troughIndex, tracker.recoveryIndex]).toEqual([0, 1, 2]);
  });

  test('of two equal depths the first counts', () => {
    const twice = [100, 50, 100, 50];
    expect(track(twice).troughIndex).toBe(1);
    expect(deepestDrawdown(drawdowns(twice))?.troughIndex).toBe(1);
  });

  test('never below the peak: 0, no episode, no indices', () => {
    const tracker = track([1, 1, 2, 3]);
    expect(drawdowns([1, 1, 2, 3])).toEqual([]);
    expect(maxDrawdown([1, 1, 2, 3])).toEqual({ value: 0, n: 4 });
    expect(tracker.maxDrawdown).toEqual({ value: 0, n: 4 });
    expect([tracker.drawdown, tracker.peakIndex, tracker.troughIndex, tracker.recoveryIndex]).toEqual([0, -1, -1, -1]);
  });

  test('undefined with a reason', () => {
    expect(maxDrawdown([])).toEqual({ value: undefined, n: 0, reason: 'needs at least 1 observation, has 0' });
    expect(new DrawdownTracker().maxDrawdown).toEqual(maxDrawdown([]));
    expect(maxDrawdown([-1, -2])).toEqual({ value: undefined, n: 2, reason: 'no equity was positive' });
    expect(track([-1, -2]).maxDrawdown).toEqual(maxDrawdown([-1, -2]));
    expect(maxDrawdown([1, Number.NaN]).reason).toBe('observation 1 is not a finite number');
    expect(timedDrawdowns([], [])).toEqual([]);
  });

  test('more than everything can be lost on margin', () => {
    expect(maxDrawdown([100, -50])).toEqual({ value: -1.5, n: 2 });
    expect(track([100, -50]).drawdown).toBe(-1.5);
  });

  test('the tracker steps over NaN', () => {
    const tracker = track([100, Number.NaN, 50, Number.NaN, 100]);
    expect(tracker.maxDrawdown.value).toBe(-0.5);
    expect([tracker.peakIndex, tracker.troughIndex, tracker.recoveryIndex]).toEqual([0, 2, 4]);
  });

  test('property: tracker, list of drawdowns and the definition over all pairs agree', () => {
    const curve = fc.array(fc.integer({ min: -2, max: 12 }), { minLength: 1, maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(curve, (values) => {
        const tracker = track(values);
        const list = drawdowns(values);
        const deepest = deepestDrawdown(list);
        expect(tracker.maxDrawdown).toEqual(maxDrawdown(values));
        expect([tracker.peakIndex, tracker.troughIndex, tracker.recoveryIndex]).toEqual([
          deepest?.peakIndex ?? -1,
          deepest?.troughIndex ?? -1,
          deepest?.recoveryIndex ?? -1,
        ]);
        const recovered = list.filter(({ recoveryIndex }) => recoveryIndex !== undefined);
        expect(tracker.longestRecoveryBars).toBe(Math.max(0, ...recovered.map(({ lengthBars }) => lengthBars)));

        // By definition: over all pairs i < j with a positive start, the least of values[j] / max(values[0..j]) − 1.
        const depths = values.map((value, j) => {
          const peak = Math.max(...values.slice(0, j + 1));
          return peak > 0 ? value / peak - 1 : 0;
        });
        expect(tracker.maxDrawdown.value ?? 0).toBe(Math.min(0, ...depths));
        expect(tracker.drawdown).toBe(depths.at(-1));
      }),
      { numRuns: cases(2000) },
    );
  });
});
