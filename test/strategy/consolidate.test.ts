import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { BarSeries, isoInstant, MINUTE, xnys, type Bar, type ConsolidationPeriod } from '../../src/index.js';
import { withExtended } from '../support/columns.js';
import { run } from '../support/run.js';
import { cases } from '../support/scale.js';
import { daily, dated, flat, instrumentOf, intraday, joined, type Row } from '../support/series.js';
import { rejection } from '../support/thrown.js';

interface Made {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly openTime: string;
  readonly time: string;
}

/** What consolidation makes of the bars, with the instant at which each bar was handed over. */
async function consolidated(
  series: readonly BarSeries[],
  period: ConsolidationPeriod,
  symbol = 'A',
): Promise<(Made & { at: string; bar: Bar })[]> {
  const made: (Made & { at: string; bar: Bar })[] = [];
  await run({
    series,
    onStart: (s) =>
      s.consolidate(symbol, period, (bar) => {
        const { open, high, low, close, volume, openTime, time } = bar;
        made.push({ open, high, low, close, volume, openTime: isoInstant(openTime), time: isoInstant(time), at: isoInstant(s.now), bar });
      }),
  });
  return made;
}

const figures = ({ open, high, low, close, volume, openTime, time }: Made): Made => ({ open, high, low, close, volume, openTime, time });

/** Bar number `i`: opens at i, closes at i + 0.5, with a range of 1 around it and a volume of i. */
const ROW = (i: number): Row => [i, i + 1.5, i - 1, i + 0.5, i];
const rows = (count: number, from = 10): Row[] => Array.from({ length: count }, (_, i) => ROW(from + i));

describe('consolidate', () => {
  test('minutes into quarters of an hour', async () => {
    // 40 minutes: two whole quarters and 10 minutes of the third, which has not closed when the data end.
    const made = await consolidated([intraday('A', '2024-01-08', rows(40))], '15m');
    expect(made.map((one) => ({ ...figures(one), at: one.at }))).toEqual([
      // Minutes 10 to 24: volume 15 · 17.
      {
        open: 10,
        high: 25.5,
        low: 9,
        close: 24.5,
        volume: 255,
        openTime: '2024-01-08T14:30:00Z',
        time: '2024-01-08T14:45:00Z',
        at: '2024-01-08T14:45:00Z',
      },
      // Minutes 25 to 39: volume 15 · 32.
      {
        open: 25,
        high: 40.5,
        low: 24,
        close: 39.5,
        volume: 480,
        openTime: '2024-01-08T14:45:00Z',
        time: '2024-01-08T15:00:00Z',
        at: '2024-01-08T15:00:00Z',
      },
    ]);
    expect(made.map(({ bar }) => [bar.symbol, bar.interval, bar.extended])).toEqual([
      ['A', '15m', false],
      ['A', '15m', false],
    ]);
    // The bar before, within the consolidated series.
    expect([made[1]!.bar.ago(1)?.close, made[1]!.bar.ago(2)]).toEqual([24.5, undefined]);
  });

  test('hours are counted from the open; the last one of a session of six and a half hours is half', async () => {
    const made = await consolidated([intraday('A', '2024-01-08', rows(78), { minutes: 5 })], '1h');
    expect(made.map(({ openTime, time }) => [openTime.slice(11, 16), time.slice(11, 16)])).toEqual([
      ['14:30', '15:30'],
      ['15:30', '16:30'],
      ['16:30', '17:30'],
      ['17:30', '18:30'],
      ['18:30', '19:30'],
      ['19:30', '20:30'],
      ['20:30', '21:00'],
    ]);
    // Six bars of 5 minutes, numbers 82 to 87.
    expect(made[6]).toMatchObject({ open: 82, high: 88.5, low: 81, close: 87.5, volume: 82 + 83 + 84 + 85 + 86 + 87 });
  });

  test('a half day ends at its early close', async () => {
    // 2024-07-03 shuts at 13:00 New York: 210 minutes, seven half hours; the hour that begins at 12:30 is half.
    const half = intraday('A', '2024-07-03', rows(7), { minutes: 30 });
    const hours = await consolidated([half], '1h');
    expect(hours.map(({ time, at }) => [time, at])).toEqual([
      ['2024-07-03T14:30:00Z', '2024-07-03T14:30:00Z'],
      ['2024-07-03T15:30:00Z', '2024-07-03T15:30:00Z'],
      ['2024-07-03T16:30:00Z', '2024-07-03T16:30:00Z'],
      ['2024-07-03T17:00:00Z', '2024-07-03T17:00:00Z'],
    ]);
    const [session] = await consolidated([half], 'session');
    expect(session).toMatchObject({
      open: 10,
      high: 17.5,
      low: 9,
      close: 16.5,
      volume: 91,
      openTime: '2024-07-03T13:30:00Z',
      time: '2024-07-03T17:00:00Z',
      at: '2024-07-03T17:00:00Z',
    });
    expect(session!.bar.interval).toBe('1d');
  });

  test('sessions follow daylight saving', async () => {
    const made = await consolidated(
      [joined(...['2024-03-08', '2024-03-11'].map((date) => intraday('A', date, rows(2), { minutes: 195 })))],
      'session',
    );
    expect(made.map(({ openTime, time }) => [openTime, time])).toEqual([
      ['2024-03-08T14:30:00Z', '2024-03-08T21:00:00Z'],
      ['2024-03-11T13:30:00Z', '2024-03-11T20:00:00Z'],
    ]);
  });

  test('a week is made of its sessions, holidays left out', async () => {
    const made = await consolidated(
      [
        dated('A', [
          // 2024-01-15 is a holiday: this week begins on Tuesday.
          ['2024-01-16', 10, 12, 9, 11, 1],
          ['2024-01-17', 11, 15, 10, 14, 2],
          ['2024-01-18', 14, 14, 8, 9, 4],
          ['2024-01-19', 9, 10, 9, 10, 8],
          ['2024-01-22', 20, 21, 19, 20, 16],
          // A file that has no bars from Tuesday to Thursday.
          ['2024-01-26', 22, 23, 22, 23, 32],
          ['2024-01-29', 30, 31, 29, 30, 64],
        ]),
      ],
      'week',
    );
    expect(made.map((one) => ({ ...figures(one), at: one.at }))).toEqual([
      {
        open: 10,
        high: 15,
        low: 8,
        close: 10,
        volume: 15,
        openTime: '2024-01-16T14:30:00Z',
        time: '2024-01-19T21:00:00Z',
        at: '2024-01-19T21:00:00Z',
      },
      {
        open: 20,
        high: 23,
        low: 19,
        close: 23,
        volume: 48,
        openTime: '2024-01-22T14:30:00Z',
        time: '2024-01-26T21:00:00Z',
        at: '2024-01-26T21:00:00Z',
      },
    ]);
    expect(made[0]!.bar.interval).toBe('1w');
  });

  test('the week of Good Friday ends on Thursday, the week of 2024-07-04 on Friday with an early close within', async () => {
    const easter = await consolidated([daily('A', rows(4), '2024-03-25')], 'week');
    expect(easter.map(({ time, close }) => [time, close])).toEqual([['2024-03-28T20:00:00Z', 13.5]]);
    const july = await consolidated([daily('A', rows(4), '2024-07-01')], 'week');
    expect(july.map(({ openTime, time, volume }) => [openTime, time, volume])).toEqual([
      ['2024-07-01T13:30:00Z', '2024-07-05T20:00:00Z', 10 + 11 + 12 + 13],
    ]);
  });

  test('without its last minute a bar closes at its time all the same, and is handed over with the next slice', async () => {
    // 14:30 to 14:43, then 14:46: the bar of 14:45 is complete as of 14:45, which only the slice of 14:47 shows.
    const gap = joined(intraday('A', '2024-01-08', rows(13)), intraday('A', '2024-01-08', rows(1, 90), { offset: 16 }));
    expect(await consolidated([gap], '15m')).toMatchObject([
      { close: 22.5, volume: 13 * 16, time: '2024-01-08T14:45:00Z', at: '2024-01-08T14:47:00Z' },
    ]);
    // With another instrument the slice of 14:45 is there.
    expect(await consolidated([gap, intraday('B', '2024-01-08', rows(20))], '15m')).toMatchObject([
      { close: 22.5, time: '2024-01-08T14:45:00Z', at: '2024-01-08T14:45:00Z' },
    ]);
  });

  test('a session whose afternoon is missing closes at 16:00 of its own date', async () => {
    const series = joined(intraday('A', '2024-01-08', rows(60)), intraday('A', '2024-01-10', rows(60, 200)));
    expect(await consolidated([series], 'session')).toMatchObject([
      { open: 10, close: 69.5, time: '2024-01-08T21:00:00Z', at: '2024-01-10T14:31:00Z' },
    ]);
  });

  test('bars outside the regular session are left out', async () => {
    // 09:00 to 09:30 and 16:00 to 16:30 New York around two bars of the session.
    const series = joined(
      intraday('A', '2024-01-08', [[500, 900, 1, 500, 1e6]], { minutes: 30, offset: -30 }),
      intraday('A', '2024-01-08', rows(13), { minutes: 30 }),
      intraday('A', '2024-01-08', [[500, 900, 1, 500, 1e6]], { minutes: 30, offset: 390 }),
    );
    expect(await consolidated([withExtended(series, [0, 14])], 'session')).toMatchObject([
      { open: 10, high: 23.5, low: 9, close: 22.5, volume: 13 * 16, time: '2024-01-08T21:00:00Z', at: '2024-01-08T21:00:00Z' },
    ]);
  });

  test('an always-open market: four hours from midnight UTC, weeks from Monday to Sunday', async () => {
    const spec = { symbol: 'A', calendar: 'always-open' } as const;
    const hours = await consolidated([intraday(spec, '2024-01-06', rows(24), { minutes: 60 })], '4h');
    expect(hours.map(({ time, volume }) => [time, volume])).toEqual([
      ['2024-01-06T04:00:00Z', 4 * 11.5],
      ['2024-01-06T08:00:00Z', 4 * 15.5],
      ['2024-01-06T12:00:00Z', 4 * 19.5],
      ['2024-01-06T16:00:00Z', 4 * 23.5],
      ['2024-01-06T20:00:00Z', 4 * 27.5],
      ['2024-01-07T00:00:00Z', 4 * 31.5],
    ]);
    // 2024-01-01 is a Monday.
    const weeks = await consolidated([daily(spec, rows(15), '2024-01-01')], 'week');
    expect(weeks.map(({ openTime, time, open }) => [openTime, time, open])).toEqual([
      ['2024-01-01T00:00:00Z', '2024-01-08T00:00:00Z', 10],
      ['2024-01-08T00:00:00Z', '2024-01-15T00:00:00Z', 17],
    ]);
  });

  test('is handed over before onBar of the slice in which it closes, and may send orders', async () => {
    const seen: string[] = [];
    const { story } = await run({
      series: [intraday('A', '2024-01-08', rows(4))],
      onStart: (s) =>
        s.consolidate('A', '2m', (bar) => {
          seen.push(`2m ${bar.close}`);
          if (bar.close === 11.5) s.buy('A', 1);
        }),
      onBar: (_, bar) => seen.push(`1m ${bar.close}`),
    });
    expect(seen).toEqual(['1m 10.5', '2m 11.5', '1m 11.5', '1m 12.5', '2m 13.5', '1m 13.5']);
    expect(story).toEqual(['#1 accepted', '#1 filled buy 1 A @ 12 open']);
  });

  test('takes the finest of several intervals', async () => {
    const made = await consolidated([daily('A', [flat(500)]), intraday('A', '2024-01-08', rows(13), { minutes: 30 })], 'session');
    expect(made).toMatchObject([{ open: 10, close: 22.5 }]);
  });

  test('has no further columns', async () => {
    const error = await rejection(
      run({ series: [daily('A', [flat(1)])], onStart: (s) => s.consolidate('A', 'session', (bar) => bar.get('x')) }),
    );
    expect(error).toMatchObject({ name: 'DataError', code: 'bar/unknown-column', context: { symbol: 'A', name: 'x' } });
  });

  test('refuses a period that its bars cannot make up', async () => {
    const minutes = intraday('A', '2024-01-08', rows(4), { minutes: 2 });
    for (const [series, period] of [
      [daily('A', [flat(1)]), '15m'],
      [minutes, '1m'],
      [minutes, '5m'],
      [intraday('A', '2024-01-08', rows(2), { minutes: 60 }), '90m'],
    ] as const) {
      const error = await rejection(run({ series: [series], onStart: (s) => s.consolidate('A', period, () => {}) }));
      expect(error).toMatchObject({
        name: 'ConfigError',
        code: 'consolidate/period',
        context: { symbol: 'A', period, interval: series.interval },
      });
    }
    // Whole multiples, and the interval itself, are fine.
    expect(await consolidated([minutes], '4m')).toHaveLength(2);
    expect(await consolidated([minutes], '2m')).toHaveLength(4);
  });

  test('refuses what is no period, and a symbol that is not there', async () => {
    const series = [intraday('A', '2024-01-08', rows(2))];
    expect(await rejection(consolidated(series, '1d' as ConsolidationPeriod))).toMatchObject({ code: 'consolidate/period' });
    expect(await rejection(consolidated(series, 'fortnight' as ConsolidationPeriod))).toMatchObject({ code: 'config/interval' });
    expect(await rejection(consolidated(series, '15m', 'B'))).toMatchObject({ code: 'table/unknown-symbol' });
  });
});

describe('consolidated bars', () => {
  test('stay as they were, however many follow', async () => {
    const kept: { bar: Bar; text: string }[] = [];
    await run({
      series: [intraday('A', '2024-01-08', rows(390))],
      onStart: (s) => s.consolidate('A', '2m', (bar) => kept.push({ bar, text: JSON.stringify(bar) })),
    });
    expect(kept).toHaveLength(195);
    expect(kept.map(({ bar }) => JSON.stringify(bar))).toEqual(kept.map(({ text }) => text));
    expect(kept[194]!.bar.ago(194)!.open).toBe(10);
  });

  const { open: OPEN } = xnys.session('2024-07-03')!;

  /** Bars as a series of their own, to be consolidated once more. */
  function seriesFrom(bars: readonly Bar[], interval: '5m'): BarSeries {
    const column = (pick: (bar: Bar) => number): Float64Array => Float64Array.from(bars, pick);
    return new BarSeries(instrumentOf('A'), interval, {
      time: column((bar) => bar.time),
      openTime: column((bar) => bar.openTime),
      open: column((bar) => bar.open),
      high: column((bar) => bar.high),
      low: column((bar) => bar.low),
      close: column((bar) => bar.close),
      volume: column((bar) => bar.volume),
    });
  }

  /** Random minutes of the half day 2024-07-03, any of them missing, and one bar of the next session to end it. */
  const minutes = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 209 }), fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 4, maxLength: 4 })), {
      minLength: 1,
      maxLength: 120,
    })
    .map((drawn) => {
      const byMinute = new Map(drawn);
      const all = [...byMinute].sort(([a], [b]) => a - b);
      return joined(
        ...all.map(([minute, prices]) => {
          const row: Row = [prices[0]!, Math.max(...prices), Math.min(...prices), prices[3]!, prices[1]! * 10];
          return intraday('A', '2024-07-03', [row], { offset: minute });
        }),
        intraday('A', '2024-07-05', [flat(1)]),
      );
    });

  test('equal a naive grouping of the minutes, however many are missing', async () => {
    await fc.assert(
      fc.asyncProperty(minutes, fc.constantFrom(1, 5, 15, 60), async (series, length) => {
        const groups = new Map<number, number[]>();
        for (let row = 0; row < series.length - 1; row++) {
          const group = Math.floor((series.openTimeAt(row) - OPEN) / MINUTE / length);
          groups.set(group, [...(groups.get(group) ?? []), row]);
        }
        const { columns: c } = series;
        const expected = [...groups].map(([group, all]) => ({
          open: c.open[all[0]!],
          high: Math.max(...all.map((row) => c.high[row]!)),
          low: Math.min(...all.map((row) => c.low[row]!)),
          close: c.close[all.at(-1)!],
          volume: all.reduce((sum, row) => sum + c.volume[row]!, 0),
          openTime: isoInstant(OPEN + group * length * MINUTE),
          // 210 minutes after the open the venue shuts.
          time: isoInstant(OPEN + Math.min((group + 1) * length, 210) * MINUTE),
        }));
        const made = (await consolidated([series], `${length}m`)).map(figures);
        expect(made.filter(({ time }) => time.startsWith('2024-07-03'))).toEqual(expected);
      }),
      { numRuns: cases(200) },
    );
  });

  test('1 → 15 minutes is 1 → 5 → 15 minutes', async () => {
    await fc.assert(
      fc.asyncProperty(minutes, async (series) => {
        const plain = ({ bar }: { bar: Bar }): object => bar.toJSON();
        const fives = await consolidated([series], '5m');
        const last = seriesFrom(
          fives.map(({ bar }) => bar),
          '5m',
        );
        const direct = await consolidated([series], '15m');
        const again = await consolidated([joined(last, intraday('A', '2024-07-05', [flat(1)], { minutes: 5, offset: 5 }))], '15m');
        const ofTheDay = (all: readonly { bar: Bar; time: string }[]): object[] =>
          all.filter(({ time }) => time.startsWith('2024-07-03')).map(plain);
        expect(ofTheDay(again)).toEqual(ofTheDay(direct));
      }),
      { numRuns: cases(100) },
    );
  });
});
