import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { align, alignToSessions, csvExternal, KNOWN_AT } from '../../../feeds/index.js';
import { DAY, HOUR, xnys, type ExternalSeries } from '../../../src/index.js';
import { cases } from '../../support/scale.js';
import { thrown } from '../../support/thrown.js';

const series = (entries: readonly (readonly [number, number])[]): ExternalSeries => ({
  name: 'fact',
  knownAt: Float64Array.from(entries, ([time]) => time),
  values: Float64Array.from(entries, ([, value]) => value),
});

describe('align', () => {
  test('the last value known, and how long it has been', () => {
    const made = align(series([[10, 1], [20, 2], [35, 3]]), [5, 10, 19, 20, 40]); // prettier-ignore
    expect([...made.values]).toEqual([NaN, 1, 1, 2, 3]);
    expect([...made.age]).toEqual([NaN, 0, 9, 0, 5]);
  });

  test('a value that is too old is left out, its age stays visible', () => {
    const made = align(series([[10, 1]]), [12, 15, 16], { maxAge: 5 });
    expect([...made.values]).toEqual([1, 1, NaN]);
    expect([...made.age]).toEqual([2, 5, 6]);
  });

  test('what becomes known later changes nothing before', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 200 }),
        (known, cut) => {
          const sorted = known.toSorted((a, b) => a - b);
          const all = series(sorted.map((time) => [time, time * 7]));
          const early = series(sorted.filter((time) => time <= cut).map((time) => [time, time * 7]));
          const times = Array.from({ length: cut + 1 }, (_, i) => i);
          expect([...align(all, times).values]).toEqual([...align(early, times).values]);
          // And each value is the newest of those known, by looking at all of them.
          expect([...align(all, times).values]).toEqual(
            times.map((time) => Math.max(...sorted.filter((one) => one <= time).map((one) => one * 7), -1)).map((v) => (v < 0 ? NaN : v)),
          );
        },
      ),
      { numRuns: cases(500) },
    );
  });

  test('refuses instants out of order', () => {
    expect(thrown(() => align(series([[1, 1]]), [5, 5]))).toMatchObject({ code: 'align/unsorted', context: { at: 1 } });
  });
});

describe('VIX, TNX and DXY on the sessions of New York', () => {
  const load = async (name: 'VIX' | 'TNX' | 'DXY'): Promise<ExternalSeries> =>
    (await csvExternal({ name, file: `examples/data/${name}.csv`, knownAt: KNOWN_AT[name], mode: 'tolerant' }).load()).externals![0]!;

  test('a close sees the values of the session before, and their age over a bond holiday', async () => {
    const facts = await Promise.all((['VIX', 'TNX', 'DXY'] as const).map(load));
    const { sessions, series: aligned } = alignToSessions(facts, xnys, '2016-11-09', '2016-11-15');
    expect(sessions.map(({ date }) => date)).toEqual(['2016-11-09', '2016-11-10', '2016-11-11', '2016-11-14', '2016-11-15']);
    const hours = aligned.map(({ age }) => [...age].map((one) => one / HOUR));
    // VIX known at 16:15: 23:45 old at the next close, over the weekend 71:45.
    expect(hours[0]).toEqual([23.75, 23.75, 23.75, 71.75, 23.75]);
    // TNX and DXY are known at 17:00 and have no value for Friday the 11th (Veterans Day): on Monday, Thursday's is 95 hours old.
    expect(hours[1]).toEqual([23, 23, 23, 95, 23]);
    expect(hours[2]).toEqual([23, 23, 23, 95, 23]);
    // examples/data/VIX.csv: 2016-11-08 18.74, -09 14.38, -10 14.74, -11 14.17, -14 14.48.
    expect([...aligned[0]!.values]).toEqual([18.74, 14.38, 14.74, 14.17, 14.48]);
  });

  test('asked at the open, a week is the most that anything is old', async () => {
    const facts = await Promise.all((['VIX', 'TNX', 'DXY'] as const).map(load));
    const { series: aligned } = alignToSessions(facts, xnys, '2005-01-03', '2023-12-29', { at: 'open', maxAge: 7 * DAY });
    for (const { values, age } of aligned) {
      expect(Math.max(...age)).toBeLessThan(7 * DAY);
      expect(values.some(Number.isNaN)).toBe(false);
    }
  });
});
