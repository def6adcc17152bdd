import { beforeAll, describe, expect, test } from '@jest/globals';
import subAccounts from '../../examples/sub-accounts.js';
import { backtest, Decimal, FIGURES, manifest, metricsJson, provenance, summary, type BacktestResult } from '../../src/index.js';
import { plain } from '../../src/report/json.js';
import { sample } from './sample.js';

let result: BacktestResult;
beforeAll(async () => {
  result = await sample();
});

interface Statistic {
  readonly value: number | null;
  readonly n: number;
  readonly reason?: string;
}

interface MetricsFile {
  readonly figures: Readonly<Record<string, Statistic>>;
  readonly benchmark: { readonly figures: Readonly<Record<string, Statistic>> };
  readonly money: { readonly startCash: string; readonly finalCash: string; readonly flows: Readonly<Record<string, string>> };
  readonly analysis: Readonly<Record<string, Statistic>>;
}

const read = (of: BacktestResult): MetricsFile => JSON.parse(metricsJson(of)) as MetricsFile;

describe('metrics.json', () => {
  test('has every defined figure with its n, and the analyzers of the configuration', () => {
    const { figures, analysis } = read(result);
    expect(Object.keys(figures)).toEqual(FIGURES.map((figure) => figure.key));
    expect(figures['sharpe']).toEqual(result.metrics.sharpe);
    expect(figures['maxDrawdown']).toEqual(result.metrics.drawdown.depth);
    expect(analysis['sharpeOver2']).toEqual(result.analysis['sharpeOver2']);
  });

  test('has flows that add up exactly', () => {
    const { money } = read(result);
    const sum = Object.values(money.flows).reduce((total, flow) => total.plus(flow), new Decimal(money.startCash));
    expect(sum.toString()).toBe(money.finalCash);
  });

  test('says why a figure has no value, and never writes 0 or NaN for it', async () => {
    const { figures } = read(await sample({ sessions: 3 }));
    expect(figures['winRate']).toEqual({ value: null, n: 0, reason: 'no trade was closed' });
    expect(figures['costRate']).toEqual({ value: null, n: 0, reason: 'nothing was traded' });
    expect(figures['sharpe']).toEqual({ value: null, n: 3, reason: 'the returns do not vary' });
  });

  test('a benchmark that is held from the first close has the figures of its prices', () => {
    const { benchmark } = read(result);
    const { close, open } = result.table.seriesOf('XYZ');
    expect(benchmark.figures['totalReturn']!.value).toBeCloseTo(close[59]! / open[0]! - 1, 12);
    expect(Object.keys(benchmark.figures)).toEqual(
      FIGURES.filter((figure) => figure.ofBenchmark !== undefined).map((figure) => figure.key),
    );
  });
});

describe('manifest.json', () => {
  test('does not change with the folder that the data came from', () => {
    const at = (folder: string): string => {
      const moved = {
        ...result,
        sources: [{ name: `${folder}/XYZ.csv`, rows: 60 }],
        warnings: [`${folder}/XYZ.csv: 2 rows were left out`],
      };
      return manifest(moved, provenance(moved)) + metricsJson(moved);
    };
    expect(at('/home/anna')).toBe(at('/srv/data'));
    expect(at('/home/anna')).toContain('"XYZ.csv: 2 rows were left out"');
  });

  test('changes with a single price', async () => {
    const before = provenance(result).data;
    const other = await sample();
    expect(provenance(other).data).toEqual(before);
    other.table.seriesOf('XYZ').close[30]! += 1e-9;
    const after = provenance(other).data;
    expect(after.sha256).not.toBe(before.sha256);
    expect(after.series[0]!.sha256).not.toBe(before.series[0]!.sha256);
  });
});

test('anything a strategy may hold becomes JSON', () => {
  const circle: Record<string, unknown> = { n: 1n };
  circle['self'] = circle;
  expect(plain(circle)).toEqual({ n: '1', self: '[circular]' });
  expect(plain([Number.NaN, -0, undefined, new Map([['a', new Set([1])]]), new Decimal('1.10'), Math.max])).toEqual([
    'NaN',
    0,
    null,
    { a: [1] },
    '1.1',
    '[function max]',
  ]);
  expect(plain({ weights: Float64Array.of(1, 2), left: undefined })).toEqual({
    weights: { type: 'Float64Array', bytes: 16, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

describe('the summary', () => {
  test('fits 80 columns and has every important figure', async () => {
    const text = await summary(result);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const { label, inSummary = false } of FIGURES)
      expect([label, new RegExp(`  ${label.replaceAll(/[()]/g, '\\$&')}(, days)?  `).test(text)]).toEqual([label, inSummary === true]);
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/\u001B/);
    expect(text).not.toMatch(/[ \t]+$/m);
  });

  test('gives reasons for what is undefined', async () => {
    expect(await summary(await sample({ sessions: 3 }))).toContain('- Trades that made money: no trade was closed');
  });

  test('says what each of several strategies earned, whose sums are the account', async () => {
    const result = await backtest(subAccounts);
    const text = await summary(result);
    const rows = text.split('\n').filter((line) => /^  (stocks|refuge) /.test(line));
    const cells = rows.map((line) =>
      line
        .trim()
        .split(/ {2,}/)
        .map((cell) => Number(cell.replaceAll(/[,%]/g, ''))),
    );
    const [stocks, refuge] = cells as [number[], number[]];
    expect([stocks[3], refuge[3]]).toEqual([60_000, 40_000]);
    expect(stocks[2]! + refuge[2]!).toBeCloseTo(result.metrics.costs.total.toNumber(), 1);
    expect(stocks[4]! + refuge[4]!).toBeCloseTo(result.finalEquity, 1);
    // One strategy alone is the run itself.
    expect(await summary(await sample())).not.toContain('Strategies');
  });
});
