import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';

import { csv, type CsvTime } from '../../feeds/index.js';
import { ZoneClock } from '../../feeds/common/zone-clock.js';
import type { BarSeries } from '../../src/core/series.js';
import { HOUR, isoInstant, MINUTE, type Interval } from '../../src/core/time.js';
import { cases } from '../support/scale.js';
import { file } from './files.js';

async function read(
  stamps: readonly string[],
  time: CsvTime,
  interval: Interval = '1m',
  calendar: 'XNYS' | 'always-open' = 'XNYS',
): Promise<BarSeries> {
  const content = ['time,open,high,low,close', ...stamps.map((stamp) => `${stamp},1,1,1,1`)].join('\n');
  return (await csv({ basis: 'raw', interval, time, instrument: { calendar }, files: { AAA: file(content) } }).load()).series[0]!;
}

const opens = (series: BarSeries): string[] => Array.from({ length: series.length }, (_, row) => isoInstant(series.openTimeAt(row)));
const closes = (series: BarSeries): string[] => [...series.columns.time].map(isoInstant);

describe('stamp conventions', () => {
  test('a stamp is the open, or the close', async () => {
    const open = await read(['2024-01-02T14:30Z', '2024-01-02T14:45Z'], { stamp: 'open' }, '15m');
    expect([opens(open), closes(open)]).toEqual([
      ['2024-01-02T14:30:00Z', '2024-01-02T14:45:00Z'],
      ['2024-01-02T14:45:00Z', '2024-01-02T15:00:00Z'],
    ]);
    const close = await read(['2024-01-02T14:45Z', '2024-01-02T15:00Z'], { stamp: 'close' }, '15m');
    expect([opens(close), closes(close)]).toEqual([opens(open), closes(open)]);
  });

  test('the same minutes are regular in either convention', async () => {
    const open = await read(['2024-01-02T14:29Z', '2024-01-02T14:30Z', '2024-01-02T20:59Z', '2024-01-02T21:00Z'], { stamp: 'open' });
    const close = await read(['2024-01-02T14:30Z', '2024-01-02T14:31Z', '2024-01-02T21:00Z', '2024-01-02T21:01Z'], { stamp: 'close' });
    expect([...open.columns.extended!]).toEqual([1, 0, 0, 1]);
    expect([...close.columns.extended!]).toEqual([1, 0, 0, 1]);
  });

  test('after an early close, on a holiday and at night bars are extended; an hour that overlaps the open is not', async () => {
    const night = await read(['2023-07-03T16:59Z', '2023-07-03T17:00Z', '2023-07-04T15:00Z', '2023-07-05T05:00Z', '2023-07-05T13:30Z'], {
      stamp: 'open',
    });
    expect([...night.columns.extended!]).toEqual([0, 1, 1, 1, 0]);
    const hours = await read(['2023-07-05T12:00Z', '2023-07-05T13:00Z', '2023-07-05T19:30Z', '2023-07-05T20:30Z'], { stamp: 'open' }, '1h');
    expect([...hours.columns.extended!]).toEqual([1, 0, 0, 1]);
  });

  test('an always-open venue has no extended bars', async () => {
    const series = await read(['2024-01-06T00:00Z', '2024-01-06T23:59Z', '2024-01-07T00:00Z'], { stamp: 'open' }, '1m', 'always-open');
    expect(series.columns.extended).toBeUndefined();
  });
});

describe('formats', () => {
  test.each<readonly [format: string | undefined, stamp: string, zone?: string]>([
    [undefined, '2024-07-01T14:30:00Z'],
    ['iso', '2024-07-01 14:30Z'],
    ['iso', '2024-07-01T14:30:00.000Z'],
    ['iso', '2024-07-01T10:30:00-04:00'],
    ['iso', '2024-07-01T20:00+0530'],
    ['iso', '2024-07-01T16:30:00+02'],
    ['iso', '2024-07-01 10:30', 'America/New_York'],
    ['iso', '2024-07-01T14:30:00Z', 'America/New_York'],
    ['epoch-seconds', '1719844200'],
    ['epoch-seconds', '1719844200.000'],
    ['epoch-millis', '1719844200000'],
    ['yyyyMMdd HHmmss', '20240701 103000', 'America/New_York'],
    ["yyyy-MM-dd'T'HH:mm", '2024-07-01T16:30', 'Europe/Berlin'],
    ['M/d/yyyy H:mm', '7/1/2024 14:30', 'UTC'],
    ['d.M.yyyy HH:mm:ss.SSS', '1.7.2024 16:30:00.000', 'Europe/Berlin'],
    ['M/d/yyyy h:mm a', '7/1/2024 10:30 AM', 'America/New_York'],
    ['dd LLL yyyy HH:mm ZZZ', '01 Jul 2024 10:30 -0400'],
  ])('%s: %s', async (format, stamp, zone = '') => {
    const series = await read([stamp], { stamp: 'open', ...(format !== undefined && { format }), ...(zone !== '' && { zone }) });
    expect(opens(series)).toEqual(['2024-07-01T14:30:00Z']);
  });

  test('fractions of a second', async () => {
    const series = await read(['2024-07-01T14:30:00.123456Z', '2024-07-01T14:31:00.9Z'], { stamp: 'open' });
    expect(opens(series)).toEqual(['2024-07-01T14:30:00.123Z', '2024-07-01T14:31:00.900Z']);
  });

  test('daily epoch stamps are the date of their zone', async () => {
    const day = async (zone?: string): Promise<string[]> =>
      closes(await read(['1704261600'], { format: 'epoch-seconds', ...(zone && { zone }) }, '1d'));
    // 2024-01-03T06:00Z is still the 2nd in Los Angeles.
    expect([await day(), await day('America/Los_Angeles')]).toEqual([['2024-01-03T21:00:00Z'], ['2024-01-02T21:00:00Z']]);
  });

  test('daily ISO stamps are the date as written', async () => {
    const series = await read(['2024-01-02T23:00:00-05:00', '2024-01-03', '2024-01-04 00:00'], { format: 'iso' }, '1d');
    expect(closes(series)).toEqual(['2024-01-02T21:00:00Z', '2024-01-03T21:00:00Z', '2024-01-04T21:00:00Z']);
  });
});

describe('clock changes', () => {
  const zone = 'America/New_York';

  test('sessions on both sides of a change open at the same local time', async () => {
    const spring = await read(['2024-03-08 09:30', '2024-03-08 15:59', '2024-03-11 09:30', '2024-03-11 15:59'], { stamp: 'open', zone });
    expect(opens(spring)).toEqual(['2024-03-08T14:30:00Z', '2024-03-08T20:59:00Z', '2024-03-11T13:30:00Z', '2024-03-11T19:59:00Z']);
    const autumn = await read(['2024-11-01 09:30', '2024-11-04 09:30'], { stamp: 'open', zone });
    expect(opens(autumn)).toEqual(['2024-11-01T13:30:00Z', '2024-11-04T14:30:00Z']);
    expect([spring.columns.extended, autumn.columns.extended]).toEqual([undefined, undefined]);
  });

  test('the minutes around a change follow each other', async () => {
    const spring = await read(['2024-03-10 01:59', '2024-03-10 03:00'], { stamp: 'open', zone }, '1m', 'always-open');
    expect(opens(spring)).toEqual(['2024-03-10T06:59:00Z', '2024-03-10T07:00:00Z']);
    const local = ['00:30', '01:00', '01:30', '01:00', '01:30', '02:00'].map((time) => `2024-11-03 ${time}`);
    const hours = ['04:30', '05:00', '05:30', '06:00', '06:30', '07:00'].map((time) => `2024-11-03T${time}:00Z`);
    expect(opens(await read(local, { stamp: 'open', zone }, '30m', 'always-open'))).toEqual(hours);
    expect(closes(await read(local, { stamp: 'close', zone }, '30m', 'always-open'))).toEqual(hours);
  });

  test('agrees with luxon wherever a local time is unique, in zones far apart', () => {
    const zones = [
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
      'America/Sao_Paulo',
      'UTC',
    ];
    const clocks = new Map(zones.map((name) => [name, new ZoneClock(name)]));
    const anyTime = fc.integer({ min: Date.UTC(1990, 0, 1) / MINUTE, max: Date.UTC(2030, 0, 1) / MINUTE });
    // Every second draw lies near a clock change of New York.
    const nearChange = fc.integer({ min: -180, max: 180 }).map((minute) => Date.UTC(2024, 10, 3, 6) / MINUTE + minute);
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.oneof(anyTime, nearChange), (name, minute) => {
        const instant = minute * MINUTE;
        const clock = clocks.get(name)!;
        const local = instant + DateTime.fromMillis(instant, { zone: name }).offset * MINUTE;
        const found = clock.instant(local);
        // In a repeated hour the first passing is meant, the second after it.
        expect(clock.instant(local, found === instant ? -Infinity : instant - 1)).toBe(instant);
        expect(instant - found).toBeGreaterThanOrEqual(0);
        expect(instant - found).toBeLessThanOrEqual(HOUR);
      }),
      { numRuns: cases(3000) },
    );
  });

  test('a day that begins after its midnight begins at the change', () => {
    // Brazil put its clocks forward at midnight.
    const clock = new ZoneClock('America/Sao_Paulo');
    expect(isoInstant(clock.startOfDay(Date.UTC(2018, 10, 4) / (24 * HOUR)))).toBe('2018-11-04T03:00:00Z');
  });
});
