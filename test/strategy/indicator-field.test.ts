import { describe, expect, test } from '@jest/globals';

import { simulated } from '../../brokers/index.js';
import { atr, backtest, sma, Strategy, type Bar, type BarSeries, type IndicatorOptions } from '../../src/index.js';
import { withExtended, withExtra } from '../support/columns.js';
import { memoryFeed } from '../support/feed.js';
import { daily, flat, intraday, joined, type Row } from '../support/series.js';
import { rejection, thrown } from '../support/thrown.js';

/** Values of a two-bar average under these options, bar by bar: `w` where the bar is part of the warm-up. */
async function averages(series: readonly BarSeries[], options: IndicatorOptions, symbols?: readonly string[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  class Averaging extends Strategy {
    readonly average = this.indicator(() => sma(2), options);
    override onBar(bar: Bar): void {
      seen.push([bar.symbol, bar.interval, this.average.of(bar).value]);
    }
    override onWarmup(bar: Bar): void {
      seen.push([bar.symbol, bar.interval, 'w']);
    }
  }
  await backtest({ name: 'test', feeds: [memoryFeed(series)], strategy: Averaging, broker: simulated(), ...(symbols && { symbols }) });
  return seen;
}

const ROWS: readonly Row[] = [
  [10, 14, 9, 12, 100],
  [12, 18, 11, 16, 300],
  [16, 20, 15, 20, 200],
];

describe('an indicator field', () => {
  test.each<[string, IndicatorOptions, readonly number[]]>([
    ['the close by default', {}, [14, 18]],
    ['the close', { source: 'close' }, [14, 18]],
    ['the open', { source: 'open' }, [11, 14]],
    ['the high', { source: 'high' }, [16, 19]],
    ['the low', { source: 'low' }, [10, 13]],
    ['the volume', { source: 'volume' }, [200, 250]],
    // (9 + 14) / 2 = 11.5, (11 + 18) / 2 = 14.5, (15 + 20) / 2 = 17.5
    ['a function of the bar', { source: (bar) => (bar.low + bar.high) / 2 }, [13, 16]],
  ])('is fed with %s', async (_, options, [second, third]) => {
    expect(await averages([daily('A', ROWS)], options)).toEqual([
      ['A', '1d', 'w'],
      ['A', '1d', second],
      ['A', '1d', third],
    ]);
  });

  test('may be fed with a further column; a bar without a value is skipped', async () => {
    const series = withExtra(daily('A', [...ROWS, flat(20)]), 'score', [1, NaN, 3, 5]);
    expect(await averages([series], { source: (bar) => bar.get('score') ?? NaN })).toEqual([
      ['A', '1d', 'w'],
      ['A', '1d', 'w'],
      ['A', '1d', 2],
      ['A', '1d', 4],
    ]);
  });

  test('has an instance of its own for each instrument, warm on its own', async () => {
    expect(await averages([daily('A', ROWS), daily('B', [flat(1), flat(3)], '2024-01-09')], {})).toEqual([
      ['A', '1d', 'w'],
      ['A', '1d', 14],
      ['B', '1d', 'w'],
      ['A', '1d', 18],
      ['B', '1d', 2],
    ]);
  });

  test('follows the finest interval, or the one that is asked for', async () => {
    const days = daily('A', [flat(500), flat(600), flat(700)]);
    const halves = joined(...['2024-01-08', '2024-01-09'].map((date) => intraday('A', date, [flat(1), flat(2)], { minutes: 195 })));
    // 1, 2, 1, 2: the averages 1.5 are ready with the second half; the session bar of that instant is no warm-up either.
    expect(await averages([days, halves], {})).toEqual([
      ['A', '195m', 'w'],
      ['A', '195m', 1.5],
      ['A', '1d', 1.5],
      ['A', '195m', 1.5],
      ['A', '195m', 1.5],
      ['A', '1d', 1.5],
      ['A', '1d', 1.5],
    ]);
    expect(await averages([days, halves], { interval: '1d' })).toEqual([
      ['A', '195m', 'w'],
      ['A', '195m', 'w'],
      ['A', '1d', 'w'],
      ['A', '195m', 'w'],
      ['A', '195m', 550],
      ['A', '1d', 550],
      ['A', '1d', 650],
    ]);
  });

  test('an interval that is not loaded is an error before the first bar', async () => {
    expect(await rejection(averages([daily('A', ROWS)], { interval: '5m' }))).toMatchObject({
      name: 'ConfigError',
      code: 'table/unknown-interval',
      context: { symbol: 'A', interval: '5m' },
    });
  });

  test('skips bars outside the regular session unless told otherwise', async () => {
    const bars = withExtended(intraday('A', '2024-01-08', [flat(1), flat(2), flat(100), flat(4)]), [2]);
    const values = async (options: IndicatorOptions): Promise<unknown[]> =>
      (await averages([bars], options)).map((one) => (one as unknown[])[2]);
    expect(await values({})).toEqual(['w', 1.5, 1.5, 3]);
    expect(await values({ extendedHours: false })).toEqual(['w', 1.5, 1.5, 3]);
    expect(await values({ extendedHours: true })).toEqual(['w', 1.5, 51, 52]);
    // Where no bar lies outside, it makes no difference.
    expect(await averages([intraday('A', '2024-01-08', [flat(1), flat(3)])], { extendedHours: true })).toEqual([
      ['A', '1m', 'w'],
      ['A', '1m', 2],
    ]);
  });

  test('both kinds in one strategy keep to their own bars, and both must be warm', async () => {
    const seen: unknown[] = [];
    class Both extends Strategy {
      readonly regular = this.indicator(() => sma(1));
      readonly all = this.indicator(() => sma(3), { extendedHours: true });
      override onBar(bar: Bar): void {
        seen.push([this.regular.of(bar).value, this.all.of(bar).value]);
      }
    }
    const bars = withExtended(intraday('A', '2024-01-08', [flat(30), flat(3), flat(6), flat(60)]), [0, 3]);
    await backtest({ name: 'test', feeds: [memoryFeed([bars])], strategy: Both, broker: simulated() });
    // (30 + 3 + 6) / 3 and (3 + 6 + 60) / 3.
    expect(seen).toEqual([
      [6, 13],
      [6, 23],
    ]);
  });

  test('of whole bars is fed with whole bars', async () => {
    const seen: number[] = [];
    class Ranging extends Strategy {
      readonly range = this.indicator(() => atr(1));
      override onBar(bar: Bar): void {
        seen.push(this.range.of(bar).value);
      }
    }
    await backtest({ name: 'test', feeds: [memoryFeed([daily('A', ROWS)])], strategy: Ranging, broker: simulated() });
    // True ranges: 18 − 11, and 20 − 15 against 20 − 16 from the close before.
    expect(seen.slice(-2)).toEqual([7, 5]);
  });

  test('is read by bar or by symbol, from any hook on', async () => {
    const seen: unknown[] = [];
    class Reading extends Strategy {
      readonly average = this.indicator(() => sma(2));
      override onStart(): void {
        seen.push(this.average.of('A').ready, this.isReady('A'));
      }
      override onBar(bar: Bar): void {
        seen.push(this.average.of('A') === this.average.of(bar), this.isReady('A'));
      }
      override onStop(): void {
        seen.push(this.average.of('A').value);
      }
    }
    await backtest({ name: 'test', feeds: [memoryFeed([daily('A', ROWS.slice(0, 2))])], strategy: Reading, broker: simulated() });
    expect(seen).toEqual([false, false, true, true, 14]);
  });

  test('has nothing for an unknown symbol, one that the strategy does not trade, or before the run', async () => {
    class Asking extends Strategy<{ symbol: string }> {
      readonly average = this.indicator(() => sma(1));
      override onBar(): void {
        this.average.of(this.params.symbol);
      }
    }
    const ask = (symbol: string): Promise<unknown> =>
      rejection(
        backtest({
          name: 'test',
          feeds: [memoryFeed([daily('A', ROWS), daily('B', ROWS)])],
          strategy: Asking,
          params: { symbol },
          symbols: ['A'],
          broker: simulated(),
        }),
      );
    expect(await ask('C')).toMatchObject({ name: 'ConfigError', code: 'table/unknown-symbol', context: { known: ['A', 'B'] } });
    expect(await ask('B')).toMatchObject({ name: 'ConfigError', code: 'indicator/no-instance', context: { symbol: 'B' } });
    expect(thrown(() => new Asking({ symbol: 'A' }).average.of('A'))).toMatchObject({ code: 'indicator/no-instance' });
  });

  test('bars of another instrument have none either', async () => {
    class Mixing extends Strategy {
      readonly average = this.indicator(() => sma(1));
      override onBar(): void {
        this.average.of(this.history('B', 1)[0]!);
      }
    }
    const error = await rejection(
      backtest({
        name: 'test',
        feeds: [memoryFeed([daily('A', ROWS), daily('B', ROWS)])],
        strategy: Mixing,
        symbols: ['A'],
        broker: simulated(),
      }),
    );
    expect(error).toMatchObject({ code: 'indicator/no-instance', context: { symbol: 'B' } });
  });

  test('warms up on the history before the first trading session', async () => {
    const seen: string[] = [];
    class Warming extends Strategy {
      readonly average = this.indicator(() => sma(2));
      override onBar(bar: Bar): void {
        seen.push(`bar ${bar.close}: ${this.average.of(bar).value}`);
      }
      override onWarmup(bar: Bar): void {
        seen.push(`warm-up ${bar.close}, ready ${this.isReady(bar.symbol)}`);
      }
    }
    const base = { name: 'test', feeds: [memoryFeed([daily('A', ROWS)])], strategy: Warming, broker: simulated() };
    await backtest({ ...base, from: '2024-01-10' });
    expect(seen).toEqual(['warm-up 12, ready false', 'warm-up 16, ready true', 'bar 20: 18']);
    // With less history than the indicator needs, the first bars of the range are part of the warm-up.
    seen.length = 0;
    await backtest({ ...base, from: '2024-01-08' });
    expect(seen).toEqual(['warm-up 12, ready false', 'bar 16: 14', 'bar 20: 18']);
  });

  test('what its source throws names the indicator and the time', async () => {
    const error = await rejection(
      averages([daily('A', ROWS)], {
        source: () => {
          throw new Error('no');
        },
      }),
    );
    expect(error).toMatchObject({ name: 'StrategyError', message: 'Averaging.an indicator at 2024-01-08T21:00:00Z: no' });
  });
});
