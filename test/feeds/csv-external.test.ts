import { describe, expect, test } from '@jest/globals';

import { csv, csvExternal, KNOWN_AT, type CsvExternalOptions } from '../../feeds/index.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import type { ExternalSeries } from '../../src/core/external.js';
import { isoInstant } from '../../src/core/time.js';
import type { FeedData, HistoricalFeed } from '../../src/feed/feed.js';
import { file } from './files.js';
import { rejection } from './rejection.js';

const load = (content: string, options: Partial<CsvExternalOptions> = {}): Promise<FeedData> =>
  csvExternal({ name: 'fact', knownAt: KNOWN_AT.VIX, ...options, file: file(content) }).load();
const external = async (content: string, options: Partial<CsvExternalOptions> = {}): Promise<ExternalSeries> =>
  (await load(content, options)).externals![0]!;
const facts = ({ knownAt, values }: ExternalSeries): unknown => [...knownAt].map((time, i) => [isoInstant(time), values[i]]);

const VIX = 'date,open,close\n2024-03-08,1,14.74\n2024-03-11,1,15.22\n';

describe('csvExternal', () => {
  test('a date becomes known at its time of day, in winter and in summer', async () => {
    expect(facts(await external(VIX))).toEqual([
      ['2024-03-08T21:15:00Z', 14.74],
      ['2024-03-11T20:15:00Z', 15.22],
    ]);
    expect(facts(await external(VIX, { knownAt: KNOWN_AT.TNX, column: 'Open' }))).toEqual([
      ['2024-03-08T22:00:00Z', 1],
      ['2024-03-11T21:00:00Z', 1],
    ]);
  });

  test('the indices have their known-at times', () => {
    const zone = 'America/New_York';
    expect(KNOWN_AT).toEqual({ VIX: { time: '16:15', zone }, TNX: { time: '17:00', zone }, DXY: { time: '17:00', zone } });
  });

  test('days later, on any day of the week', async () => {
    const known = await external('date,close\n2024-03-09,3.1\n', { knownAt: { time: '08:30', zone: 'America/New_York', daysLater: 1 } });
    expect(facts(known)).toEqual([['2024-03-10T12:30:00Z', 3.1]]);
  });

  test('a time that the clock skips is the one an hour later', async () => {
    expect(facts(await external('date,close\n2024-03-10,1\n', { knownAt: { time: '02:30', zone: 'America/New_York' } }))).toEqual([
      ['2024-03-10T07:30:00Z', 1],
    ]);
  });

  test('stamps can be the known-at times themselves', async () => {
    const content = 'at,p50\n2024-03-08T21:05:00Z,-0.5\n2024-03-08T16:30:00-05:00,0.25\n';
    const series = await external(content, { knownAt: 'stamp', time: { column: 'at' }, column: 'p50', symbol: 'AAA' });
    expect(series).toMatchObject({ name: 'fact', symbol: 'AAA' });
    expect(facts(series)).toEqual([
      ['2024-03-08T21:05:00Z', -0.5],
      ['2024-03-08T21:30:00Z', 0.25],
    ]);
    const local = await external('time,close\n2024-03-08 16:30,1\n', { knownAt: 'stamp', time: { zone: 'America/New_York' } });
    expect(facts(local)).toEqual([['2024-03-08T21:30:00Z', 1]]);
  });

  test('epoch stamps are the date of their zone', async () => {
    const content = 'time,close\n1704261600,1\n';
    const known = async (zone?: string): Promise<unknown> =>
      facts(await external(content, { time: { format: 'epoch-seconds', ...(zone && { zone }) } }));
    expect(await known()).toEqual([['2024-01-03T21:15:00Z', 1]]);
    expect(await known('America/Los_Angeles')).toEqual([['2024-01-02T21:15:00Z', 1]]);
  });

  test('rows without a value are no facts', async () => {
    const { values } = await external('date,close\n2024-03-07,\n2024-03-08,1\n2024-03-09,.\n2024-03-10,NaN\n2024-03-11,2\n');
    expect([...values]).toEqual([1, 2]);
  });

  test('gives nothing that became known after `until`', async () => {
    const feed = csvExternal({ name: 'fact', knownAt: KNOWN_AT.VIX, file: file(VIX) });
    const known = Date.parse('2024-03-11T20:15:00Z');
    const count = async (until: number): Promise<number> => (await feed.load({ until })).externals![0]!.values.length;
    expect([await count(known), await count(known - 1), await count(0)]).toEqual([2, 1, 0]);
  });

  test('goes with feeds of any basis', () => {
    const fact = csvExternal({ name: 'fact', knownAt: KNOWN_AT.VIX, file: 'a.csv' });
    const raw: HistoricalFeed<'raw'>[] = [csv({ basis: 'raw', files: { AAA: 'a.csv' } }), fact];
    const split: HistoricalFeed<'split'>[] = [csv({ basis: 'split', files: { AAA: 'a.csv' } }), fact];
    expect([raw.length, split.length]).toEqual([2, 2]);
  });

  test.each<readonly [what: string, content: string, code: string, line: number, options?: Partial<CsvExternalOptions>]>([
    ['a date twice', 'date,close\n2024-03-08,1\n2024-03-08,1\n', 'data/duplicate', 3],
    ['an earlier date', 'date,close\n2024-03-08,1\n2024-03-07,1\n', 'data/unsorted', 3],
    ['a word for a value', 'date,close\n2024-03-08,much\n', 'data/not-a-number', 2],
    ['no date', 'date,close\n08.03.2024,1\n', 'csv/time', 2],
    ['no instant', 'date,close\n2024-03-08,1\n', 'csv/time', 2, { knownAt: 'stamp' }],
    ['no offset', 'date,close\n2024-03-08T12:00,1\n', 'csv/zone', 2, { knownAt: 'stamp' }],
    ['a skipped hour', 'date,close\n2024-03-10T02:30,1\n', 'csv/skipped-hour', 2, { knownAt: 'stamp', time: { zone: 'America/New_York' } }],
    ['no such column', 'date,close\n2024-03-08,1\n', 'csv/unknown-column', 1, { column: 'p50' }],
    ['no value at all', 'date,close\n2024-03-08,\n', 'csv/empty', 1],
  ])('refuses %s', async (_, content, code, line, options = {}) => {
    const error = await rejection(load(content, options));
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\w/), context: { name: 'fact', line } });
    expect(error.message).toContain(`.csv:${line}: fact: `);
  });

  test('tolerant drops, counts and warns', async () => {
    const { externals, sources, warnings } = await load('date,close\n2024-03-08,much\n2024-03-09,1\n', { mode: 'tolerant' });
    expect(externals![0]!.values).toHaveLength(1);
    expect(sources).toMatchObject([{ rows: 1, dropped: [{ line: 2 }] }]);
    expect(warnings).toEqual([expect.stringContaining('1 of 2 rows dropped, the first at line 2')]);
  });

  test.each([
    ['24:00', 0],
    ['4pm', 0],
    ['16:15', -1],
    ['16:15', 0.5],
  ])('refuses to be known at %s, %s days later', (time, daysLater) => {
    expect(() => csvExternal({ name: 'fact', file: 'a.csv', knownAt: { time, zone: 'UTC', daysLater } })).toThrow(ConfigError);
  });
});
