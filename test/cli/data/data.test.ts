import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { csv, store } from '../../../feeds/index.js';
import { barstream, root, scratchFolder, type CliRun } from '../../support/cli.js';
import { plain } from '../../feeds/store/bars.js';
import { openSqlite } from '../../../src/sqlite/open-sqlite.js';

let folder: ReturnType<typeof scratchFolder>;
const run = (...args: string[]): Promise<CliRun> => barstream(['data', ...args], { cwd: folder.dir, env: { COLUMNS: '100' } });
const at = (...names: string[]): string => path.join(folder.dir, ...names);
const write = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return name;
};

/** The very first thing that somebody does with a fresh clone. */
let imported: CliRun;
const SAMPLES = readdirSync(path.join(root, 'examples', 'data'))
  .filter((name) => name.endsWith('.csv'))
  .map((name) => `examples/data/${name}`);
const BAR_FILES = SAMPLES.filter((name) => readFileSync(path.join(root, name), 'utf8').startsWith('date,open,'));

beforeAll(async () => {
  folder = scratchFolder();
  symlinkSync(path.join(root, 'examples'), at('examples'));
  imported = await run('import', ...SAMPLES);
});
afterAll(() => folder.remove());

describe('barstream data import', () => {
  test('of the sample data keeps every file of bars and says what it left out', async () => {
    const { code, stdout, stderr } = imported;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${BAR_FILES.length} files imported into .barstream/bars.db`);
    expect(stdout).toMatch(/^SPY +1d +split, total-return +7,843 +1993-01-29 +2024-03-22 +7,843 +0 +0$/m);
    // PROVENANCE.md: 47 rows of VIX break the rule low <= open, close <= high.
    expect(stdout).toContain('examples/data/VIX.csv: 47 rows: open or close lies outside low to high');
    expect(stdout).toContain('examples/data/universe.csv: it holds no bars: its columns are symbol, name, sector, sub_industry');
    expect(stdout).toContain('examples/data/splits_dividends.csv: it holds corporate actions, and not the dates for which they are');
    expect(stdout).toMatch(/DXY, VIX: no volume/);
  });

  test('again adds and changes nothing', async () => {
    const { stdout, code } = await run('import', 'examples/data/SPY.csv', '--json');
    expect(code).toBe(0);
    const { imported: files } = JSON.parse(stdout) as { imported: { written: object[] }[] };
    expect(files.map(({ written }) => written)).toEqual([
      [
        { adjustment: 'split', added: 0, changed: 0, unchanged: 7843 },
        { adjustment: 'total-return', added: 0, changed: 0, unchanged: 7843 },
      ],
    ]);
  });

  test('what is in the store is what the CSV feed reads, on both bases', async () => {
    for (const basis of ['split', 'total-return'] as const) {
      const [given] = (await csv({ files: { SPY: path.join(root, 'examples/data/SPY.csv') }, basis }).load()).series;
      const [kept] = (await store(at('.barstream/bars.db'), { symbols: ['SPY'], basis }).load()).series;
      expect(plain(kept!)).toEqual(plain(given!));
    }
  });

  test('tells closes as traded by a jump that the adjusted close has not, and --basis overrules', async () => {
    // A split of 2 for 1 on the second date.
    const file = write(
      'ABC.csv',
      'date,open,high,low,close,adj_close,volume\n2024-01-02,100,101,99,100,50,10\n2024-01-03,50,51,49,50,50,20\n',
    );
    const { stdout, code } = await run('import', file, '--store', 'abc.db');
    expect([code, stdout]).toEqual([0, expect.stringContaining('closes are as traded: on 2024-01-03 they fall by 2.00')]);
    expect(stdout).toMatch(/^ABC +1d +raw, total-return /m);
    expect((await run('import', file, '--store', 'abc2.db', '--basis', 'split')).stdout).toMatch(/^ABC +1d +split, total-return /m);
  });

  test('asks for the basis where the file does not tell it', async () => {
    const file = write('XYZ.csv', 'date,open,high,low,close,volume\n2024-01-02,10,11,9,10,10\n');
    const refused = await run('import', file, '--store', 'xyz.db');
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('--basis raw (as traded)');
    const { code, stdout } = await run('import', file, '--store', 'xyz.db', '--basis', 'raw', '--symbol', 'QQQ', '--source', 'mine');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^QQQ +1d +raw /m)]);
    expect((await run('list', '--store', 'xyz.db')).stdout).toMatch(/^QQQ +1d +mine +raw +1 /m);
  });

  test('takes minutes with their stamp', async () => {
    const args = ['examples/data/minute/SPY.csv', '--store', 'minute.db', '--interval', '1m', '--basis', 'raw'];
    const refused = await run('import', ...args);
    expect([refused.code, refused.stdout]).toEqual([2, expect.stringContaining('must say whether')]);
    const { code, stdout } = await run('import', ...args, '--stamp', 'open');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^SPY +1m +raw +4,839 /m)]);
  });

  test('a bad file does not keep the others out, and gives exit code 3', async () => {
    write('BAD.csv', 'date,open,high,low,close,adj_close\n2024-01-02,10,9,8,x,10\n');
    copyFileSync(path.join(root, 'examples/data/KO.csv'), at('KO.csv'));
    mkdirSync(at('folder.csv'));
    const { code, stdout } = await run('import', 'BAD.csv', 'KO.csv', 'none.csv', 'folder.csv', '--store', 'some.db');
    expect(code).toBe(3);
    expect(stdout).toContain('1 file imported into some.db');
    expect(stdout).toContain('BAD.csv:2: BAD 1d: not one row is usable');
    expect(stdout).toContain('none.csv');
    expect((await run('list', '--store', 'some.db')).stdout).toContain('1 symbol, 2 series, 12,168 bars');
  });

  test('prices that are adjusted as of another day are refused as a whole, and --source keeps them apart', async () => {
    // The raw file of KO ends in 2021, the other one in 2024: dividends of three years lie between their adjusted closes.
    const file = path.join(root, 'examples/data/raw/KO.csv');
    await run('import', 'examples/data/KO.csv', '--store', 'two.db');
    const refused = await run('import', file, '--basis', 'raw', '--store', 'two.db');
    expect([refused.code, refused.stdout]).toEqual([3, expect.stringContaining('--source NAME keeps both apart')]);
    const list = async (): Promise<string> => (await run('list', '--store', 'two.db')).stdout;
    expect(await list()).not.toContain('raw');
    const apart = await run('import', file, '--basis', 'raw', '--source', 'of-2021', '--store', 'two.db');
    expect(apart.code).toBe(0);
    expect(await list()).toMatch(/^KO +1d +of-2021 +raw, total-return +5,402 +1999-11-01 +2021-04-21$/m);
  });

  test('of nothing but other files is a failure', async () => {
    const { code, stdout } = await run('import', 'examples/data/universe.csv', 'examples/data/PROVENANCE.md', '--store', 'nothing.db');
    expect([code, stdout]).toEqual([3, expect.stringContaining('0 files imported')]);
    expect(stdout).toContain('PROVENANCE.md: it is neither a CSV nor a Parquet file');
  });
});

describe('barstream data list', () => {
  test('prints a line for each symbol, and fits a usual terminal', async () => {
    const { code, stdout, stderr } = await run('list');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^VIX +1d +csv +split, total-return +9,155 +1990-01-02 +2026-07-23 +unknown$/m);
    expect(stdout).toContain(`${BAR_FILES.length} symbols, ${BAR_FILES.length * 2} series`);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('as JSON tells the days that are covered', async () => {
    const { stdout } = await run('list', 'SPY', '--json');
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({
        symbol: 'SPY',
        adjustment: 'split',
        bars: 7843,
        first: '1993-01-29T21:00:00Z',
        covered: [{ from: '1993-01-29', to: '2024-03-22' }],
      }),
      expect.objectContaining({ adjustment: 'total-return' }),
    ]);
  });

  test('of what is not there says so', async () => {
    expect(await run('list', 'NONE')).toMatchObject({ code: 3, stderr: expect.stringContaining('nothing of NONE') });
    expect(await run('list', '--store', 'nowhere.db')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('there is no store nowhere.db'),
    });
    expect(existsSync(at('nowhere.db'))).toBe(false);
  });
});

describe('barstream data check', () => {
  test('finds nothing in SPY', async () => {
    expect(await run('check', 'SPY')).toEqual({
      code: 0,
      stderr: '',
      stdout: 'SPY 1d split from csv: 7,843 bars, 1993-01-29 to 2024-03-22: nothing found\n\n1 checked: 0 errors, 0 warnings, 0 notes\n',
    });
  });

  test('an error gives exit code 1, a warning only with --strict', async () => {
    const { code, stdout } = await run('check', 'examples/data/VIX.csv', '--json');
    expect(code).toBe(1);
    const [report] = JSON.parse(stdout) as { findings: { kind: string; count: number }[] }[];
    expect(report!.findings[0]).toMatchObject({ kind: 'dropped-row', severity: 'error', count: 80 });
    expect((await run('check', 'VIX')).code).toBe(0);
    expect((await run('check', 'VIX', '--strict')).code).toBe(1);
  });

  test('sees a split that nobody applied', async () => {
    const { time } = minuteDays();
    const rows = time.map((date, i) => `${date},${i < 30 ? '700,701,699,700' : '100,101,99,100'},1000`);
    write('JMP.csv', `date,open,high,low,close,volume\n${rows.join('\n')}\n`);
    const { code, stdout } = await run('check', 'JMP.csv', '--basis', 'split');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/error +unadjusted-split/)]);
  });

  test('of what is neither a symbol nor a file says so', async () => {
    expect(await run('check', 'NONE')).toMatchObject({ code: 3, stderr: expect.stringContaining('no such bars of NONE') });
  });
});

/** Sixty dates of sessions of SPY. */
function minuteDays(): { readonly time: string[] } {
  const lines = readFileSync(path.join(root, 'examples/data/SPY.csv'), 'utf8').split('\n').slice(1, 61);
  return { time: lines.map((line) => line.slice(0, 10)) };
}

describe('barstream data show and export', () => {
  test('show prints the ends of a series', async () => {
    const { code, stdout } = await run('show', 'SPY', '--rows', '1', '--from', '2024-01-02', '--to', '2024-01-31');
    expect(code).toBe(0);
    expect(stdout).toContain('SPY 1d split from csv: 21 bars');
    // examples/data/SPY.csv, 2024-01-02.
    expect(stdout).toMatch(/^2024-01-02 +472.16 +473.67 +470.49 +472.65 +123623700$/m);
    const { rows } = JSON.parse((await run('show', 'SPY', '--rows', '2', '--json', '--basis', 'total-return')).stdout);
    expect(rows).toHaveLength(4);
    expect(rows[0].closes).toBe('1993-01-29T21:00:00Z');
  });

  test('export writes files that can be imported again', async () => {
    const { code, stdout } = await run('export', 'KO', 'PEP', '--out', 'out', '--from', '2023-01-03');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^out\/KO\.csv: \d+ bars of .*KO 1d split from csv$/m)]);
    expect((await run('import', 'out/KO.csv', '--basis', 'split', '--store', 'again.db')).code).toBe(0);
    const read = async (file: string): Promise<unknown> =>
      plain((await store(at(file), { symbols: ['KO'], basis: 'split', from: '2023-01-03' }).load()).series[0]!);
    expect(await read('again.db')).toEqual(await read('.barstream/bars.db'));
  });

  test('minutes go out with their opens and come in again', async () => {
    await run('import', 'examples/data/minute/SPY.csv', '--store', 'm.db', '--interval', '1m', '--basis', 'raw', '--stamp', 'open');
    await run('export', 'SPY', '--store', 'm.db', '--interval', '1m', '--out', 'out-m');
    await run('import', 'out-m/SPY.csv', '--store', 'm2.db', '--interval', '1m', '--basis', 'raw', '--stamp', 'open');
    const rows = (file: string): unknown => {
      const db = openSqlite(at(file), { readonly: true });
      const all = db.prepare('SELECT * FROM bars').all();
      db.close();
      return all;
    };
    expect(rows('m2.db')).toEqual(rows('m.db'));
  });

  test('as Parquet they say what they are, and come in again', async () => {
    const { code } = await run('export', 'KO', '--to-format', 'parquet', '--basis', 'total-return', '--out', 'out-p');
    expect(code).toBe(0);
    const { stdout } = await run('import', 'out-p/KO.parquet', '--store', 'p.db');
    expect(stdout).toMatch(/^KO +1d +total-return +6,084 /m);
    const read = async (file: string): Promise<unknown> =>
      plain((await store(at(file), { symbols: ['KO'], basis: 'total-return' }).load()).series[0]!);
    expect(await read('p.db')).toEqual(await read('.barstream/bars.db'));
    expect((await run('check', 'out-p/KO.parquet')).stdout).toContain('out-p/KO.parquet: 6,084 bars');
  });

  test.each([
    [['show', 'SPY', '--basis', 'adjusted'], 2],
    [['show', 'SPY', '--from', '2024-02-30'], 2],
    [['show', 'SPY', '--rows', '0'], 2],
    [['show', 'NONE'], 3],
    [['show', 'SPY', '--interval', '1m'], 3],
    [['show', 'SPY', '--interval', '1x'], 2],
    [['export', 'SPY', '--to-format', 'xls'], 2],
    [['import'], 2],
    [['frobnicate'], 2],
  ])('%j ends with exit code %i and a sentence', async (args, code) => {
    const outcome = await run(...args);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toMatch(/hint|error/);
  });
});
