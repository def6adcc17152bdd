import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { csv, memory, resample, resampled } from '../../../feeds/index.js';
import { BarSeries, BarTable, Instrument, isoInstant, MINUTE, xnys, type Period } from '../../../src/index.js';
import { cases } from '../../support/scale.js';
import { daily, dated, intraday, joined, type Row } from '../../support/series.js';
import { thrown } from '../../support/thrown.js';

const ROW = (i: number): Row => [i, i + 1.5, i - 1, i + 0.5, i];
const rows = (count: number, from = 10): Row[] => Array.from({ length: count }, (_, i) => ROW(from + i));

function plain(series: BarSeries): unknown[] {
  const c = series.columns;
  return Array.from(c.time, (time, row) => [
    isoInstant(series.openTimeAt(row)),
    isoInstant(time),
    c.open[row],
    c.high[row],
    c.low[row],
    c.close[row],
    c.volume[row],
  ]);
}

describe('resample', () => {
  test('minutes into quarters of an hour; the unfinished one is not a bar', () => {
    // Minute i: open i, high i + 1.5, low i - 1, close i + 0.5, volume i. Forty minutes from 10 on.
    const made = resample(intraday('A', '2024-01-08', rows(40)), '15m');
    expect(made.interval).toBe('15m');
    expect(plain(made)).toEqual([
      // 10..24: low 10 - 1, high 24 + 1.5, volume 15 · 17
      ['2024-01-08T14:30:00Z', '2024-01-08T14:45:00Z', 10, 25.5, 9, 24.5, 255],
      // 25..39: volume 15 · 32
      ['2024-01-08T14:45:00Z', '2024-01-08T15:00:00Z', 25, 40.5, 24, 39.5, 480],
    ]);
  });

  test('a window whose last minutes had no trade is over once the data reach its end', () => {
    const minutes = intraday('A', '2024-01-08', rows(16));
    const without = new BarSeries(minutes.instrument, '1m', {
      ...minutes.columns,
      ...Object.fromEntries(
        (['time', 'openTime', 'open', 'high', 'low', 'close', 'volume'] as const).map((name) => [
          name,
          minutes.columns[name]!.filter((_, i) => i < 10 || i === 15),
        ]),
      ),
    });
    expect(plain(resample(without, '15m'))).toEqual([['2024-01-08T14:30:00Z', '2024-01-08T14:45:00Z', 10, 20.5, 9, 19.5, 145]]);
  });

  test('hours begin with the session; the last ends with its close, early closes too', () => {
    // 2023-11-24 closes at 13:00 New York: 210 minutes, three hours and a half.
    const made = resample(intraday('A', '2023-11-24', rows(210)), '1h');
    expect(plain(made).map((bar) => (bar as unknown[]).slice(0, 2))).toEqual([
      ['2023-11-24T14:30:00Z', '2023-11-24T15:30:00Z'],
      ['2023-11-24T15:30:00Z', '2023-11-24T16:30:00Z'],
      ['2023-11-24T16:30:00Z', '2023-11-24T17:30:00Z'],
      ['2023-11-24T17:30:00Z', '2023-11-24T18:00:00Z'],
    ]);
  });

  test('the clock change moves the windows with the venue', () => {
    const made = resample(joined(intraday('A', '2023-11-03', rows(30)), intraday('A', '2023-11-06', rows(30))), '30m');
    expect(made.columns.time.length).toBe(2);
    expect(Array.from(made.columns.time, (_, row) => isoInstant(made.openTimeAt(row)))).toEqual([
      '2023-11-03T13:30:00Z',
      '2023-11-06T14:30:00Z',
    ]);
  });

  test('sessions into weeks and months, around a holiday', () => {
    const sessions = xnys.sessions('2023-11-20', '2023-12-01').map(({ date }, i) => [date, ...ROW(10 + i)] as const);
    const made = resample(dated('A', sessions), 'week');
    // Thursday the 23rd is Thanksgiving, Friday closes early: sessions 10..13, then 14..18.
    expect(plain(made)).toEqual([
      ['2023-11-20T14:30:00Z', '2023-11-24T18:00:00Z', 10, 14.5, 9, 13.5, 46],
      ['2023-11-27T14:30:00Z', '2023-12-01T21:00:00Z', 14, 19.5, 13, 18.5, 80],
    ]);
    // November is over with the bar of the 30th; December has only begun.
    expect(plain(resample(dated('A', sessions), 'month'))).toEqual([
      ['2023-11-01T13:30:00Z', '2023-11-30T21:00:00Z', 10, 18.5, 9, 17.5, 10 + 11 + 12 + 13 + 14 + 15 + 16 + 17],
    ]);
    expect(made.interval).toBe('1w');
  });

  test('keeps the last value of further columns, and leaves bars outside the session out', () => {
    const minutes = intraday('A', '2024-01-08', rows(15));
    const signal = new Float64Array(15).fill(Number.NaN);
    signal[3] = 7;
    signal[9] = 8;
    const extended = new Uint8Array(15);
    extended[0] = 1;
    const made = resample(
      new BarSeries(minutes.instrument, '1m', { ...minutes.columns, extended, extra: new Map([['signal', signal]]) }),
      '15m',
    );
    expect([...made.columns.extra!.get('signal')!]).toEqual([8]);
    expect(made.columns.open[0]).toBe(11);
  });

  test('one minute to fifteen is one to five to fifteen, whatever minutes are missing', () => {
    const dates = ['2023-11-03', '2023-11-06', '2023-11-24'] as const;
    const minute = fc.record({ skip: fc.boolean(), price: fc.integer({ min: 50, max: 150 }), volume: fc.integer({ min: 0, max: 1000 }) });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 40, maxLength: 200 }), fc.integer({ min: 0, max: 150 }), (minutes, offset) => {
        const kept = dates.flatMap((date) => {
          const { open, close } = xnys.session(date)!;
          return minutes
            .map(({ skip, price, volume }, i) => ({ skip, price, volume, time: open + (offset + i + 1) * MINUTE }))
            .filter(({ skip, time }) => !skip && time <= close);
        });
        fc.pre(kept.length > 0);
        const column = (of: (one: (typeof kept)[number]) => number): Float64Array => Float64Array.from(kept, of);
        const series = new BarSeries(new Instrument({ symbol: 'A' }), '1m', {
          time: column(({ time }) => time),
          open: column(({ price }) => price),
          high: column(({ price }) => price + 1),
          low: column(({ price }) => price - 1),
          close: column(({ price }) => price + 0.5),
          volume: column(({ volume }) => volume),
        });
        const once = resample(series, '15m');
        const twice = resample(resample(series, '5m'), '15m');
        // The data may end within a five-minute window that the longer way never sees closed.
        expect(plain(once).slice(0, twice.length)).toEqual(plain(twice));
        expect(once.length - twice.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: cases(300) },
    );
  });

  test('real minutes make the session that a plain loop over their rows makes', async () => {
    const feed = csv({ files: { SPY: 'examples/data/minute/SPY.csv' }, basis: 'raw', interval: '1m', time: { stamp: 'open' } });
    const [minutes] = (await feed.load()).series;
    const made = resample(minutes!, 'session');
    // 2013-10-07, between 13:30 and 20:00 UTC, by text comparison of the stamps.
    const { readFileSync } = await import('node:fs');
    const day = readFileSync('examples/data/minute/SPY.csv', 'utf8')
      .split('\n')
      .map((line) => line.split(','))
      .filter(([stamp = '']) => /2013-10-07T(13:[345]|1[4-9]:)/.test(stamp.replace(' ', 'T')));
    const session = plain(made).find((bar) => (bar as string[])[1] === '2013-10-07T20:00:00Z') as number[];
    expect(day.length).toBeGreaterThan(380);
    expect(session.slice(2)).toEqual([
      Number(day[0]![1]),
      Math.max(...day.map((cells) => Number(cells[2]))),
      Math.min(...day.map((cells) => Number(cells[3]))),
      Number(day.at(-1)![4]),
      day.reduce((sum, cells) => sum + Number(cells[5]), 0),
    ]);
  });
});

describe('what cannot be', () => {
  test.each<[string, BarSeries, Period]>([
    ['bars that the period does not divide', intraday('A', '2024-01-08', rows(10), { minutes: 10 }), '15m'],
    ['sessions into minutes', daily('A', rows(3)), '15m'],
    ['weeks into months', resample(daily('A', rows(10)), 'week'), 'month'],
  ])('%s', (_, series, period) => {
    expect(thrown(() => resample(series, period))).toMatchObject({
      name: 'ConfigError',
      code: 'consolidate/period',
      hint: expect.any(String),
    });
  });

  test('weeks alone are not traded; beside their sessions they are a second interval', () => {
    const sessions = daily('A', rows(10));
    const weeks = resample(sessions, 'week');
    expect(thrown(() => new BarTable([weeks]))).toMatchObject({ code: 'table/too-coarse' });
    const table = new BarTable([weeks, sessions]);
    expect(table.seriesOf('A').interval).toBe('1d');
    expect(table.seriesOf('A', '1w').length).toBe(2);
  });

  test('a feed of longer bars, with or without its own', async () => {
    const minutes = intraday('A', '2024-01-08', rows(31));
    const feed = memory({ instrument: { symbol: 'A', basis: 'raw' }, interval: '1m', columns: minutes.columns });
    expect((await resampled(feed, '15m').load()).series.map(({ interval, length }) => [interval, length])).toEqual([['15m', 2]]);
    const both = await resampled(feed, '15m', { keep: true }).load();
    expect(both.series.map(({ interval, length }) => [interval, length])).toEqual([
      ['1m', 31],
      ['15m', 2],
    ]);
    // Cut in the middle of the second window, which then is no bar.
    const cut = await resampled(feed, '15m').load({ until: minutes.columns.time[20]! });
    expect(cut.series[0]!.length).toBe(1);
  });
});
