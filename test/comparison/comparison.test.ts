import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, DataError, writeArtefacts, type BacktestConfig } from '../../src/index.js';
import { comparisonPage, comparisonPictures, compareRunFolders } from '../../src/comparison/index.js';
import { readCsv, sample } from '../report/sample.js';
import { barstream, scratchFolder } from '../support/cli.js';

let folder: ReturnType<typeof scratchFolder>;
const dir = (name: string): string => path.join(folder.dir, name);

async function make(
  name: string,
  sessions: number,
  config: Partial<Pick<BacktestConfig, 'name' | 'benchmark' | 'account'>> = {},
): Promise<void> {
  await writeArtefacts(dir(name), await sample({ sessions, config: { name, ...config } }));
}

/** A copy of a run with one file changed, and its hash in the manifest as if the run had written it. */
function changed(from: string, to: string, file: string, change: (text: string) => string): string {
  cpSync(dir(from), dir(to), { recursive: true });
  const text = change(readFileSync(path.join(dir(to), file), 'utf8'));
  writeFileSync(path.join(dir(to), file), text);
  const manifest = path.join(dir(to), 'manifest.json');
  const content = JSON.parse(readFileSync(manifest, 'utf8'));
  content.artefacts[file] = createHash('sha256').update(text).digest('hex');
  writeFileSync(manifest, JSON.stringify(content));
  return dir(to);
}

beforeAll(async () => {
  folder = scratchFolder();
  await make('long', 300);
  await make('short', 200, { account: { cash: 5000 } });
  const { benchmark: _, ...alone } = await sample({ sessions: 200, config: { name: 'alone' } });
  await writeArtefacts(dir('alone'), { ...alone, benchmark: undefined, settings: { ...alone.settings, benchmark: undefined } });
});
afterAll(() => folder.remove());

test('curves are rebased to 100 over the sessions that all runs have', () => {
  const { period, warnings } = compareRunFolders([dir('long'), dir('short')]);
  const rows = (name: string) => readCsv(readFileSync(path.join(dir(name), 'equity.csv'), 'utf8')).rows;
  expect(period.dates).toEqual(rows('short').map((row) => row['date']));
  expect(period.curves.map(({ label }) => label)).toEqual(['long', 'short', 'XYZ, held']);
  for (const [at, name, cash] of [
    [0, 'long', 100_000],
    [1, 'short', 5000],
  ] as const) {
    const curve = period.curves[at]!;
    rows(name)
      .slice(0, 200)
      .forEach((row, i) => expect(curve.rebased[i]).toBeCloseTo((Number(row['equity']) / cash) * 100, 9));
    expect(curve.figures.totalReturn).toEqual({ value: Number(rows(name)[199]!['equity']) / cash - 1, n: 200 });
  }
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('different periods: long 2003-01-02 to 2004-03-11; short 2003-01-02 to 2003-10-16.');
});

test('over equal periods the figures are those of the runs', () => {
  const { period, runs, warnings } = compareRunFolders([dir('short'), dir('short')]);
  expect(runs.map(({ label }) => label)).toEqual(['short (short) no. 1', 'short (short) no. 2']);
  expect(warnings).toEqual([]);
  const { figures } = JSON.parse(readFileSync(path.join(dir('short'), 'metrics.json'), 'utf8'));
  for (const key of ['totalReturn', 'cagr', 'volatility', 'sharpe'] as const)
    expect(period.curves[0]!.figures[key].value).toBeCloseTo(figures[key].value, 12);
  expect(period.curves[0]!.figures.maxDrawdown.value).toBeCloseTo(figures.maxDrawdown.value, 12);
});

test('correlation is 1 with itself, and Pearson of the returns with the other', () => {
  const { period } = compareRunFolders([dir('long'), dir('short')]);
  const page = comparisonPage(compareRunFolders([dir('long'), dir('short')]));
  const [a, , held] = period.curves;
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a!.returns), mean(held!.returns)];
  const over = (f: (i: number) => number): number => a!.returns.reduce((sum, _, i) => sum + f(i), 0);
  const covariance = over((i) => (a!.returns[i]! - ma) * (held!.returns[i]! - mb));
  const pearson = covariance / Math.sqrt(over((i) => (a!.returns[i]! - ma) ** 2) * over((i) => (held!.returns[i]! - mb) ** 2));
  const cells = [...page.matchAll(/<td class="(?:up|down)" style="--v:\d+%">([^<]+)<\/td>/g)].map((match) => match[1]);
  expect(cells).toHaveLength(9);
  expect([cells[0], cells[4], cells[8]]).toEqual(['1.00', '1.00', '1.00']);
  expect(cells[2]).toBe(pearson.toFixed(2).replace('-', '−'));
});

test('without a common benchmark none is drawn, and it is said', () => {
  const { period, warnings } = compareRunFolders([dir('short'), dir('alone')]);
  expect(period.curves.map(({ label }) => label)).toEqual(['short', 'alone']);
  expect(warnings.some((text) => text.startsWith('The benchmarks differ: short XYZ; alone none.'))).toBe(true);
});

test('other prices, currencies and data are told', () => {
  const other = changed('short', 'other', 'metrics.json', (text) => text);
  const manifest = path.join(other, 'manifest.json');
  const content = JSON.parse(readFileSync(manifest, 'utf8'));
  content.settings.basis = 'total-return';
  content.data.series[0].sha256 = 'f'.repeat(64);
  writeFileSync(manifest, JSON.stringify(content));
  const { warnings } = compareRunFolders([dir('short'), other]);
  expect(warnings.map((text) => text.slice(0, 30))).toEqual(['The price bases differ: short ', 'The data differ: XYZ 1d is not']);
});

test('a folder without a run is a ConfigError, a file that is not as its run wrote it a DataError', () => {
  expect(() => compareRunFolders([dir('short'), dir('nowhere')])).toThrow(ConfigError);
  cpSync(dir('short'), dir('tampered'), { recursive: true });
  writeFileSync(path.join(dir('tampered'), 'equity.csv'), 'date,equity\n2003-01-02,1\n');
  expect(() => compareRunFolders([dir('tampered')])).toThrow(DataError);
  rmSync(path.join(dir('tampered'), 'equity.csv'));
  expect(() => compareRunFolders([dir('tampered')])).toThrow(/equity\.csv is missing/);
  for (const [name, file, change, message] of [
    [
      'a',
      'equity.csv',
      (text: string) => text.replace(/^(2003-01-03,[^,]*),[^,]*/m, '$1,much'),
      /equity\.csv, line 3: "much" is no equity/,
    ],
    ['b', 'equity.csv', (text: string) => text.replace('2003-01-03', '2003-13-03'), /line 3: "2003-13-03" is no date/],
    ['c', 'equity.csv', (text: string) => text.replace('2003-01-06', '2002-01-06'), /line 4: 2002-01-06 stands after 2003-01-03/],
    ['d', 'equity.csv', (text: string) => text.replace('equity', 'worth'), /has no column "equity"/],
    ['e', 'metrics.json', () => '{', /metrics\.json: is no JSON/],
    ['f', 'metrics.json', (text: string) => text.replace('"startCash": "5000"', '"startCash": "0"'), /money\.startCash/],
    ['g', 'trades.csv', (text: string) => text.replace('net_profit', 'net'), /trades\.csv, line 1: has no column "net_profit"/],
  ] as const) {
    const broken = changed('short', name, file, change);
    expect(() => compareRunFolders([broken])).toThrow(message);
    expect(() => compareRunFolders([broken])).toThrow(DataError);
  }
});

test('runs without a common session are a ConfigError', () => {
  const later = changed('short', 'later', 'equity.csv', (text) => text.replaceAll(/^200(\d)-/gm, '203$1-'));
  expect(() => compareRunFolders([dir('short'), later])).toThrow(/one begins on 2033-01-02, another ends on 2003-10-16/);
});

test('pictures of growth, drawdown and years', async () => {
  const pictures = await comparisonPictures(compareRunFolders([dir('long'), dir('short')]));
  expect(pictures.map(({ file }) => file)).toEqual(['equity.svg', 'equity-log.svg', 'drawdown.svg', 'yearly-returns.svg']);
  for (const { content } of pictures) {
    expect(String(content)).toContain('long vs short, 2003-01-02 to 2003-10-16');
    expect(String(content)).not.toMatch(/NaN|undefined/);
  }
});

test('the command writes the page and says what it found; exit codes 0, 2 and 3', async () => {
  const out = dir('report');
  const good = await barstream(['report', dir('long'), dir('short'), '--out', out, '--svg']);
  expect([good.stderr, good.code]).toEqual(['', 0]);
  expect(good.stdout).toContain('the 200 sessions that all runs cover');
  expect(good.stdout).toMatch(/\nlong +-?[\d.]+ % /);
  expect(readFileSync(path.join(out, 'report.html'), 'utf8')).toContain('long vs short');
  expect(readFileSync(path.join(out, 'charts', 'equity.svg'), 'utf8')).toContain('Growth of 100');
  const missing = await barstream(['report', dir('nowhere'), '--out', out]);
  expect([missing.code, missing.stderr.includes('run/no-manifest')]).toEqual([2, true]);
  const broken = await barstream(['report', dir('a'), '--out', out]);
  expect([broken.code, broken.stderr.includes('line 3: "much" is no equity')]).toEqual([3, true]);
});
