import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { backtest, defineBacktest, loadBacktest, Strategy, type Bar, type ExternalSeries } from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { daily, flat } from '../support/series.js';
import { rejection } from '../support/thrown.js';

const SERIES = daily('A', [flat(10), flat(20), flat(40)]);
const [T0, T1, T2] = SERIES.columns.time as unknown as [number, number, number];

/** Means of all closes so far, known at each close: what a model would say. */
function means(closes: Float64Array, times: Float64Array): ExternalSeries {
  let sum = 0;
  return { name: 'mean', knownAt: times, values: closes.map((close, i) => (sum += close) / (i + 1)) };
}

interface Model {
  readonly series: readonly ExternalSeries[];
  readonly label: string;
}

const seen: unknown[] = [];
class Reading extends Strategy<{ shift?: number }, 'mean', Model> {
  override onBar(bar: Bar<'mean'>): void {
    seen.push([bar.close, bar.get('mean'), this.prepared.label]);
  }
}

describe('prepare', () => {
  test('is given the data and what is known of them; its series are read by bar.get, the rest as this.prepared', async () => {
    seen.length = 0;
    const asked: unknown[] = [];
    const config = defineBacktest({
      name: 'test',
      feeds: [memoryFeed([SERIES])],
      broker: simulated(),
      strategy: Reading,
      seed: 7,
      prepare: (data, { until, seed, signal }) => {
        asked.push([data.barCount, until, seed, signal]);
        const { close, time } = data.seriesOf('A');
        return { series: [means(close, time)], label: 'model' };
      },
    });
    const result = await backtest(config);
    expect(asked).toEqual([[3, T2, 7, undefined]]);
    // 10, (10 + 20) / 2, (10 + 20 + 40) / 3
    expect(seen).toEqual([
      [10, 10, 'model'],
      [20, 15, 'model'],
      [40, 70 / 3, 'model'],
    ]);
    expect(result.table.externals.map((e) => e.name)).toEqual(['mean']);
  });

  test('is not given what lies behind the end of the run', async () => {
    const asked: unknown[] = [];
    const run = (to: string | number): Promise<unknown> =>
      backtest({
        name: 'test',
        feeds: [memoryFeed([SERIES])],
        broker: simulated(),
        strategy: class extends Strategy {},
        to,
        prepare: (data, { until }) => void asked.push([[...data.seriesOf('A').close], until]),
      });
    await run('2024-01-09');
    await run(T1 - 1);
    expect(asked).toEqual([
      [[10, 20], T1],
      [[10], T0],
    ]);
  });

  test('is called once for any number of runs, and may take its time', async () => {
    let calls = 0;
    const loaded = await loadBacktest({
      name: 'test',
      feeds: [memoryFeed([SERIES])],
      broker: simulated(),
      strategy: Reading,
      prepare: async (data) => {
        calls++;
        await Promise.resolve();
        return { series: [means(data.seriesOf('A').close, data.seriesOf('A').time)], label: 'once' };
      },
    });
    seen.length = 0;
    await loaded.run();
    await loaded.run({ params: { shift: 1 }, seed: 2 });
    expect([calls, seen.length]).toEqual([1, 6]);
    expect(seen.slice(0, 3)).toEqual(seen.slice(3));
  });

  test('a value is seen at the first bar that closes when it is known, not before', async () => {
    const values: unknown[] = [];
    await backtest({
      name: 'test',
      feeds: [memoryFeed([SERIES])],
      broker: simulated(),
      strategy: class extends Strategy {
        override onBar(bar: Bar): void {
          values.push(bar.get('late'));
        }
      },
      prepare: () => ({ series: [{ name: 'late', knownAt: Float64Array.of(T0 + 1, T2), values: Float64Array.of(1, 2) }] }),
    });
    expect(values).toEqual([undefined, 1, 2]);
  });

  test('a series that contradicts itself is an error', async () => {
    const error = await rejection(
      backtest({
        name: 'test',
        feeds: [memoryFeed([SERIES])],
        broker: simulated(),
        strategy: class extends Strategy {},
        prepare: () => ({ series: [{ name: 'bad', knownAt: Float64Array.of(2, 1), values: Float64Array.of(1, 2) }] }),
      }),
    );
    expect(error).toMatchObject({ name: 'DataError', code: 'external/unsorted', context: { name: 'bad' } });
  });

  test('the age of each series at the decisions is part of the result', async () => {
    const HOUR = 3_600_000;
    const result = await backtest({
      name: 'test',
      feeds: [memoryFeed([SERIES, daily('B', [flat(1), flat(1), flat(1)])])],
      broker: simulated(),
      strategy: class extends Strategy {
        override onBar(bar: Bar): void {
          this.buy(bar.symbol, 1);
        }
      },
      prepare: () => ({
        series: [
          // Known 2 hours before the second close, hence 26 hours before the third.
          { name: 'all', knownAt: Float64Array.of(T1 - 2 * HOUR), values: Float64Array.of(1) },
          { name: 'of B', symbol: 'B', knownAt: Float64Array.of(T0), values: Float64Array.of(1) },
          { name: 'never', symbol: 'A', knownAt: Float64Array.of(T2 + 1), values: Float64Array.of(1) },
        ],
      }),
    });
    expect(result.inputs).toEqual([
      // Decisions at each of the three closes, on A and B.
      { name: 'all', symbol: undefined, decisions: 6, withoutValue: 2, meanHours: (2 + 2 + 26 + 26) / 4, maxHours: 26 },
      { name: 'of B', symbol: 'B', decisions: 3, withoutValue: 0, meanHours: (0 + 24 + 48) / 3, maxHours: 48 },
      { name: 'never', symbol: 'A', decisions: 3, withoutValue: 3, meanHours: undefined, maxHours: undefined },
    ]);
  });
});
