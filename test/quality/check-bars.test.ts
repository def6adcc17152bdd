import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import { csv } from '../../feeds/index.js';
import { BarSeries, checkBars, Instrument, seededRandom, type Finding, type FindingKind, type QualityReport } from '../../src/index.js';
import { daily, intraday, joined, type InstrumentLike, type Row } from '../support/series.js';

/** A calm walk of 1 % a session, from which nothing is found. */
function calm(count: number, seed = 1): Row[] {
  const random = seededRandom(seed);
  let price = 100;
  return Array.from({ length: count }, () => {
    const open = price;
    price = Number((open * (1 + (random.next() - 0.5) * 0.03)).toFixed(4));
    return [open, Math.max(open, price) + 0.2, Math.min(open, price) - 0.2, price, 1000];
  });
}

const scaled = ([o, h, l, c, v = 1000]: Row, factor: number): Row => [o * factor, h * factor, l * factor, c * factor, v];
const kinds = ({ findings }: QualityReport): FindingKind[] => findings.map(({ kind }) => kind);
const only = (report: QualityReport, kind: FindingKind): Finding => {
  const found = report.findings.filter((finding) => finding.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const SPLIT: InstrumentLike = { symbol: 'A', basis: 'split' };
const rows = calm(300);
const at = (row: number): string => new Date(daily(SPLIT, rows).columns.time[row]!).toISOString().slice(0, 10);

describe('checkBars', () => {
  test('finds nothing in calm bars, intraday neither', () => {
    expect(checkBars(daily(SPLIT, rows))).toMatchObject({ symbol: 'A', interval: '1d', bars: 300, findings: [], worst: 'clean' });
    expect(checkBars(joined(intraday(SPLIT, '2024-01-08', calm(390)), intraday(SPLIT, '2024-01-09', calm(390, 2)))).worst).toBe('clean');
  });

  test('a price that the next bar takes back', () => {
    const bad = rows.with(100, [rows[100]![0], rows[100]![0] * 1.5, rows[100]![2], rows[100]![0] * 1.5, 1000]);
    const report = checkBars(daily(SPLIT, bad));
    expect(only(report, 'spike')).toMatchObject({ severity: 'warning', count: 1, examples: [expect.stringContaining(at(100))] });
    expect(kinds(report)).toEqual(['spike']);
  });

  test('a low far under its own bar', () => {
    const [o, h, , c] = rows[50]!;
    const report = checkBars(daily(SPLIT, rows.with(50, [o, h, c * 0.6, c, 1000])));
    expect(only(report, 'spike').examples[0]).toMatch(new RegExp(`^${at(50)}: low `));
  });

  test('wild bars within a crash are no spikes', () => {
    // Twenty sessions of plus and minus ten per cent in turn: each takes the one before back.
    const crash = rows.map((row, i): Row => (i >= 100 && i < 120 && i % 2 === 0 ? scaled(row, 0.9) : row));
    expect(kinds(checkBars(daily(SPLIT, crash)))).not.toContain('spike');
  });

  test.each([
    [7, '7:1'],
    [2, '2:1'],
    [0.125, '1:8'],
  ])('a split of %s that nobody applied: an error on adjusted prices, a warning on raw ones', (ratio, text) => {
    const split = rows.map((row, i): Row => (i < 150 ? row : scaled(row, 1 / ratio)));
    const found = only(checkBars(daily(SPLIT, split)), 'unadjusted-split');
    expect(found).toMatchObject({
      severity: 'error',
      count: 1,
      examples: [expect.stringMatching(`^${at(150)}: .* like a split of ${text}$`)],
    });
    const raw = daily({ symbol: 'A', basis: 'raw' }, split);
    expect(only(checkBars(raw), 'unadjusted-split').severity).toBe('warning');
    expect(checkBars(raw, { knownSplits: [at(150)] }).findings).toEqual([]);
    // An index has no splits.
    expect(kinds(checkBars(daily({ symbol: 'A', basis: 'split', volume: 'unknown' }, split)))).not.toContain('unadjusted-split');
  });

  test('cents for dollars', () => {
    const report = checkBars(daily(SPLIT, rows.with(80, scaled(rows[80]!, 100))));
    expect(only(report, 'unit-error')).toMatchObject({ severity: 'error', count: 2 });
  });

  test('a true fall that stays is a note', () => {
    const fall = rows.map((row, i): Row => (i < 150 ? row : scaled(row, 0.45)));
    expect(checkBars(daily(SPLIT, fall)).findings).toMatchObject([{ kind: 'large-move', severity: 'note', count: 1 }]);
  });

  test('the same bar over and over, bars of one price, bars without volume', () => {
    const stale = rows.map((row, i): Row => (i >= 20 && i < 26 ? rows[20]! : row));
    expect(only(checkBars(daily(SPLIT, stale)), 'stale').examples).toEqual([expect.stringMatching(`^6 bars at .* until ${at(25)}$`)]);
    // Four in a row are not yet a run of five.
    expect(checkBars(daily(SPLIT, rows.map((row, i): Row => (i >= 20 && i < 24 ? rows[20]! : row)))).findings).toEqual([]); // prettier-ignore
    const [o, h, l, c] = rows[40]!;
    expect(only(checkBars(daily(SPLIT, rows.with(40, [c, c, c, c, 500]))), 'flat')).toMatchObject({ severity: 'note', count: 1 });
    expect(only(checkBars(daily(SPLIT, rows.with(40, [o, h, l, c, 0]))), 'zero-volume')).toMatchObject({ severity: 'warning', count: 1 });
    expect(only(checkBars(daily(SPLIT, rows.map(([a, b, d, e]): Row => [a, b, d, e, 0]))), 'no-volume').count).toBe(300); // prettier-ignore
  });

  test('sessions and minutes without a bar', () => {
    const series = daily(SPLIT, rows);
    const without = (series: BarSeries, drop: (row: number) => boolean): BarSeries =>
      new BarSeries(series.instrument, series.interval, {
        time: series.columns.time.filter((_, row) => !drop(row)),
        openTime: series.columns.openTime!.filter((_, row) => !drop(row)),
        open: series.columns.open.filter((_, row) => !drop(row)),
        high: series.columns.high.filter((_, row) => !drop(row)),
        low: series.columns.low.filter((_, row) => !drop(row)),
        close: series.columns.close.filter((_, row) => !drop(row)),
        volume: series.columns.volume.filter((_, row) => !drop(row)),
      });
    const report = checkBars(without(series, (row) => row === 10 || (row >= 30 && row < 33)));
    expect(only(report, 'gap')).toMatchObject({
      severity: 'warning',
      count: 4,
      examples: [at(10), `${at(30)} to ${at(32)} (3)`],
    });
    const minutes = intraday(SPLIT, '2024-01-08', calm(390));
    expect(checkBars(without(minutes, (row) => row % 50 === 1)).findings).toEqual([]);
    expect(only(checkBars(without(minutes, (row) => row % 10 === 1)), 'gap')).toMatchObject({
      severity: 'note',
      examples: ['2024-01-08: 351 of 390 bars'],
    });
  });

  test('bars twice, out of order, and against their own rules', () => {
    const { columns, instrument } = daily(SPLIT, rows.slice(0, 10));
    const time = columns.time.slice();
    time[4] = time[3]!;
    time[7] = time[1]!;
    const close = columns.close.slice();
    close[2] = columns.high[2]! + 1;
    const report = checkBars(new BarSeries(instrument, '1d', { ...columns, time, close }));
    expect(report.findings.slice(0, 3).map(({ kind, severity, count }) => [kind, severity, count])).toEqual([
      ['duplicate', 'error', 1],
      ['disorder', 'error', 1],
      ['ohlc', 'error', 1],
    ]);
    expect(report.worst).toBe('error');
  });

  describe('the adjusted close', () => {
    const series = daily(SPLIT, rows);
    const factors = (of: (row: number) => number): Float64Array => series.columns.close.map((close, row) => close * of(row));
    test.each<[string, (row: number) => number, Finding['severity'] | 'clean', number]>([
      ['grows to 1', (row) => 0.9 + Math.floor(row / 100) * 0.05, 'clean', 0],
      ['falls', (row) => (row < 100 ? 0.95 : 0.9), 'warning', 0],
      ['is no number', (row) => (row === 5 ? Number.NaN : 1), 'error', 0],
      ['jumps', (row) => (row < 100 ? 0.5 : 1), 'note', 0],
      ['equals the close though dividends are known', () => 1, 'warning', 3],
    ])('%s', (_, of, worst, knownDividends) => {
      const report = checkBars(series, { adjustedClose: factors(of), knownDividends });
      expect(report.worst).toBe(worst);
      expect(kinds(report)).toEqual(worst === 'clean' ? [] : ['adjusted-close']);
    });
  });
});

describe('the known blemishes of the sample data are found, and little else', () => {
  const check = async (symbol: string): Promise<QualityReport> => {
    const feed = csv({ files: { [symbol]: `examples/data/${symbol}.csv` }, basis: 'split', mode: 'tolerant', extra: ['adj_close'] });
    const { series, sources } = await feed.load();
    return checkBars(series[0]!, {
      adjustedClose: series[0]!.columns.extra!.get('adj_close')!,
      dropped: sources![0]!.dropped ?? [],
    });
  };

  test('TNX: ten bond holidays without a value, 42 flat bars, volume on 42 days only', async () => {
    const report = await check('TNX');
    // examples/data/PROVENANCE.md, and before 1999 the Columbus and Veterans Days of 1998.
    expect(only(report, 'gap')).toMatchObject({
      count: 10,
      examples: ['1998-10-12', '1998-11-11', '1999-10-11', '1999-11-11', '2003-11-11'],
    });
    expect(only(report, 'flat').count).toBe(42);
    expect(only(report, 'zero-volume').count).toBe(7063 - 42);
  });

  test('DXY: two sessions without a value, six flat bars, days on which stocks did not trade', async () => {
    const report = await check('DXY');
    expect(only(report, 'gap').examples).toEqual(['2016-10-10', '2016-11-11']);
    expect(only(report, 'flat').count).toBe(6);
    expect(only(report, 'dropped-row').severity).toBe('error');
  });

  test('VIX: 47 rows break the rules, 33 days are no sessions', async () => {
    expect(only(await check('VIX'), 'dropped-row').count).toBe(47 + 33);
  });

  test('every stock and fund is free of errors; warnings name the two flash crashes', async () => {
    const symbols = readFileSync('examples/data/universe.csv', 'utf8').split('\n').slice(1).map((line) => line.split(',')[0]!); // prettier-ignore
    const reports = await Promise.all([...symbols.filter((one) => one !== ''), 'SPY', 'QQQ', 'TLT', 'IEF', 'GLD'].map(check));
    expect(reports.length).toBeGreaterThan(40);
    for (const report of reports) expect([report.symbol, report.worst]).not.toEqual([report.symbol, 'error']);
    const warned = reports.flatMap(({ symbol, findings }) =>
      findings.filter(({ severity }) => severity === 'warning').map(({ kind, examples }) => `${symbol} ${kind} ${examples.join(' ')}`),
    );
    expect(warned).toEqual([expect.stringMatching(/^PEP spike 2015-08-24: low /), expect.stringMatching(/^PG spike 2010-05-06: low /)]);
  });
});

test('an empty series has nothing to find', () => {
  const none = new Float64Array(0);
  const series = new BarSeries(new Instrument({ symbol: 'A' }), '1m', {
    time: none,
    open: none,
    high: none,
    low: none,
    close: none,
    volume: none,
  });
  expect(checkBars(series)).toEqual({ symbol: 'A', interval: '1m', bars: 0, findings: [], worst: 'clean' });
});
