import { describe, expect, test } from '@jest/globals';
import { from, of, Subject, toArray, lastValueFrom, map } from 'rxjs';

import { simulated } from '../../brokers/index.js';
import {
  atr,
  backtest,
  bollinger,
  ConfigError,
  crossesAbove,
  crossesBelow,
  indicate,
  macd,
  rollingBeta,
  rollingCorrelation,
  rsi,
  sma,
  Strategy,
  vwap,
  type Bar,
  type BarSeries,
  type Indicator,
} from '../../src/index.js';
import { memoryFeed } from '../support/feed.js';
import { daily, flat, intraday, joined, type Row } from '../support/series.js';
import { rejection, thrown } from '../support/thrown.js';

const run = async (strategy: new () => Strategy, series: readonly BarSeries[], symbols?: readonly string[]): Promise<void> => {
  await backtest({ name: 'test', feeds: [memoryFeed(series)], strategy, broker: simulated(), ...(symbols && { symbols }) });
};
const rows = (closes: readonly number[]): Row[] => closes.map((close) => flat(close));

describe('several outputs', () => {
  // fast = mean of 2, slow = mean of 4 (both seeds): 1 2 3 4 → 3.5 − 2.5 = 1.
  const make = () => macd({ fast: 2, slow: 4, signal: 2 });

  test('each line exists as soon as it can; value, ready and warm-up wait for the last', () => {
    const made = make();
    for (const input of [1, 2, 3]) made.update(input);
    expect([made.line.value, made.signal.value]).toEqual([NaN, NaN]);
    made.update(4);
    expect([made.line.value, made.signal.value, made.value, made.ready]).toEqual([1, NaN, NaN, false]);
    // The fast average is 1.5 after two inputs, then 2.5 and 3.5; with 5: fast 3.5 + ⅔ · 1.5 = 4.5, slow 2.5 + ⅖ · 2.5 = 3.5.
    made.update(5);
    expect(made.line.previous).toBe(1);
    expect(made.signal.value).toBeCloseTo(1, 14);
    expect([made.value, made.ready, made.warmup]).toEqual([made.line.value, true, 5]);
    expect(made.histogram.value).toBeCloseTo(0, 14);
  });

  test('a snapshot stays what it was, cannot be changed, and is typed', () => {
    const made = make();
    made.values([1, 2, 3, 4, 5]);
    const kept = made.snapshot();
    const { line }: { readonly line: number } = kept;
    made.update(50);
    expect(kept.line).toBe(line);
    expect(made.snapshot().line).not.toBe(line);
    expect(Object.isFrozen(kept)).toBe(true);
    expect(Object.keys(kept)).toEqual(['line', 'signal', 'histogram']);
  });

  test('lines cross like indicators', () => {
    const made = macd({ fast: 1, slow: 2, signal: 2, seed: 'first' });
    const crosses = [10, 11, 12, 11, 9, 12].map((input) => {
      made.update(input);
      return crossesAbove(made.line, made.signal) ? 'above' : crossesBelow(made.line, made.signal) ? 'below' : '';
    });
    // histogram 0, ⅑ > 0 …: the line is above its average while it rises.
    expect(crosses).toEqual(['', 'above', '', 'below', '', 'above']);
  });

  test('columns hold every output, reset clears them', () => {
    const made = make();
    const { line, signal } = made.columns([1, 2, 3, 4, 5]);
    expect(Array.from(line)).toEqual([NaN, NaN, NaN, 1, made.line.value]);
    expect(Array.from(signal)).toEqual([NaN, NaN, NaN, NaN, made.signal.value]);
    made.reset();
    expect(Object.values(made.snapshot())).toEqual([NaN, NaN, NaN]);
    expect(Array.from(made.columns([1, 2, 3, 4, 5]).line)).toEqual(Array.from(line));
  });
});

describe('composing', () => {
  test('keeps the types of its parts', () => {
    const bands = bollinger(3).of(rsi(2));
    const input: 'value' = bands.input;
    expect(input).toBe('value');
    expect(sma(2).of(atr(3)).input).toBe('bar');
    // rsi(2) of 10, 11, 10, 13, 13: changes +1 −1 +3 0. G, L: ½ ½ → 50; 1.75 ¼ → 87.5; 0.875 ⅛ → 87.5.
    bands.values([10, 11, 10, 13, 13]);
    expect(bands.inner.value).toBe(87.5);
    expect(bands.outer.middle.value).toBe(75);
    expect([bands.warmup, bands.count, bands.ready]).toEqual([5, 5, true]);
  });

  test('an input that the inner one skips reaches the outer one as nothing', () => {
    const made = sma(2).of(sma(1));
    expect(Array.from(made.values([1, NaN, NaN, 3]))).toEqual([NaN, NaN, NaN, 2]);
  });
});

describe('as an RxJS operator', () => {
  const all = <T>(stream: import('rxjs').Observable<T>): Promise<T[]> => lastValueFrom(stream.pipe(toArray()));

  test('emits from the first value on, and nothing for what is skipped', async () => {
    expect(await all(of(1, 2, NaN, 4, 6).pipe(indicate(sma(2))))).toEqual([1.5, 3, 5]);
    const bars = [flat(1), [2, 3, 1, 2] as const, [2, 5, 2, 4] as const].map(([open, high, low, close]) => ({
      open,
      high,
      low,
      close,
      volume: 0,
    }));
    expect(await all(from(bars).pipe(indicate(() => atr(1))))).toEqual([2, 3]);
  });

  test('may select what it emits', async () => {
    const lines = from([1, 2, 3, 4, 5]).pipe(
      indicate(
        () => macd({ fast: 2, slow: 4, signal: 2 }),
        (of) => of.snapshot(),
      ),
      map(({ line }) => line),
    );
    expect(await all(lines)).toEqual([expect.closeTo(1, 14)]);
  });

  test('a factory serves each subscription alone; an instance one at a time, afresh', async () => {
    const source = new Subject<number>();
    const own = source.pipe(indicate(() => sma(2)));
    const seen: number[][] = [[], []];
    own.subscribe((value) => seen[0]!.push(value));
    source.next(1);
    own.subscribe((value) => seen[1]!.push(value));
    source.next(3);
    source.next(5);
    expect(seen).toEqual([[2, 4], [4]]);

    const shared = source.pipe(indicate(sma(2)));
    const first = shared.subscribe();
    source.next(7);
    const refused: unknown[] = [];
    shared.subscribe({ error: (error: unknown) => refused.push(error) });
    expect(refused).toEqual([expect.any(ConfigError)]);
    expect(refused[0]).toMatchObject({ code: 'indicator/shared' });
    first.unsubscribe();
    const again: number[] = [];
    shared.subscribe((value) => again.push(value));
    source.next(10);
    source.next(20);
    expect(again).toEqual([15]);
  });

  test('an error of the indicator is an error of the stream', async () => {
    const bars = from([{ open: 1, high: 1, low: 1, close: 1, volume: 1 }]);
    expect(await rejection(all(bars.pipe(indicate(() => vwap()))))).toMatchObject({ code: 'indicator/session' });
  });
});

describe('in a strategy', () => {
  test('several outputs and compositions are fields, and the warm-up follows', async () => {
    const seen: unknown[] = [];
    class Several extends Strategy {
      readonly trend = this.indicator(() => macd({ fast: 2, slow: 4, signal: 2 }));
      readonly smooth = this.indicator(() => sma(3).of(rsi(4)));
      readonly range = this.indicator(() => sma(2).of(atr(1)));
      override onWarmup(bar: Bar): void {
        seen.push(bar.close);
      }
      override onBar(bar: Bar): void {
        const { line, signal } = this.trend.of(bar).snapshot();
        seen.push([bar.close, Number((line - signal).toFixed(3)), this.smooth.of(bar).value, this.range.of(bar).value]);
      }
    }
    await run(Several, [daily('A', rows([1, 2, 3, 4, 5, 6, 7]))]);
    // rsi(4) exists at 5, its mean of 3 at 7: always 100 while prices rise. Each true range is 1.
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, [7, 0, 100, 1]]);
  });

  test('a vwap starts anew with each session of the calendar', async () => {
    const seen: number[] = [];
    class Anchored extends Strategy {
      readonly vwap = this.indicator(() => vwap());
      override onBar(bar: Bar): void {
        seen.push(this.vwap.of(bar).value);
      }
    }
    const days = ['2024-01-08', '2024-01-09'].map((date) => intraday('A', date, [flat(10, 100), flat(20, 300)]));
    await run(Anchored, [joined(...days)]);
    // (10 · 100 + 20 · 300) / 400 = 17.5, and the same again.
    expect(seen).toEqual([10, 17.5, 10, 17.5]);
  });

  test('two symbols: the other one’s close of the same instant; a bar without a partner is skipped', async () => {
    const seen: unknown[] = [];
    class Hedged extends Strategy {
      readonly beta = this.indicator(() =>
        rollingBeta(3).between(
          (bar: Bar) => bar.close,
          (bar: Bar) => this.closeWith(bar, 'M'),
        ),
      );
      readonly correlation = this.indicator(() =>
        rollingCorrelation(2).between(
          (bar: Bar) => bar.close,
          (bar: Bar) => this.closeWith(bar, 'M'),
        ),
      );
      override onBar(bar: Bar): void {
        seen.push([bar.close, this.beta.of(bar).value, this.correlation.of(bar).value]);
      }
    }
    const asset = daily('A', rows([5, 1, 3, 5, 2]));
    // M begins a day later: its bars are of A's days 2 to 5.
    const market = daily('M', rows([10, 11, 12, 11]), '2024-01-09');
    for (const order of [
      [asset, market],
      [market, asset],
    ]) {
      seen.length = 0;
      await run(Hedged, order, ['A']);
      // (10, 1), (11, 3), (12, 5): slope 2. (11, 3), (12, 5), (11, 2): x̄ = 34/3, Σdx² = 2/3, Σdxdy = 5/3: 2.5.
      expect(seen).toEqual([
        [5, expect.closeTo(2, 12), expect.closeTo(1, 12)],
        [2, expect.closeTo(2.5, 12), expect.closeTo(1, 12)],
      ]);
    }
  });
});

test('every period and option is checked', () => {
  const wrong: readonly (() => Indicator | Indicator<Bar>)[] = [
    () => macd({ fast: 26 }),
    () => macd({ signal: 0 }),
    () => macd({ seed: 'last' as 'first' }),
    () => bollinger(1),
    () => bollinger(20, { multiplier: 0 }),
    () => bollinger(20, { multiplier: Number.NaN }),
  ];
  for (const make of wrong)
    expect(thrown(make)).toMatchObject({ name: 'ConfigError', code: expect.stringMatching(/^indicator\/(period|option)$/) });
});
