import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { barstream, fixture, scratchFolder } from '../support/cli.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

const contents = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(path.join(dir, name), 'utf8')]));
const out = (name: string): string => path.join(folder.dir, name);

interface Metrics {
  readonly settings: { readonly seed: number; readonly strategies: readonly { readonly params: object }[] };
  readonly figures: Readonly<Record<string, { readonly value: number }>>;
}

describe('barstream backtest', () => {
  test('runs a TypeScript file, prints a table that fits 80 columns and writes all files', async () => {
    const { code, stdout, stderr } = await barstream(['backtest', fixture('wave.ts'), '--out', out('wave')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Sharpe ratio');
    expect(stdout).toContain('final cash');
    const table = stdout.split('\n').filter((line) => !line.startsWith('Written to '));
    for (const line of table) expect(line.length).toBeLessThanOrEqual(80);
    expect(readdirSync(out('wave')).sort()).toEqual([
      'equity.csv',
      'fills.csv',
      'manifest.json',
      'metrics.json',
      'orders.csv',
      'provenance.jsonl',
      'tearsheet.html',
      'trades.csv',
    ]);
  });

  test('runs a JavaScript file and writes to results/<name> by default', async () => {
    const cwd = scratchFolder();
    try {
      const { code, stdout } = await barstream(['backtest', fixture('plain.js')], { cwd: cwd.dir });
      expect(code).toBe(0);
      expect(stdout).toContain('the file was loaded');
      expect(readdirSync(path.join(cwd.dir, 'results', 'plain'))).toContain('manifest.json');
    } finally {
      cwd.remove();
    }
  });

  test('with --json prints nothing but the metrics', async () => {
    const { code, stdout, stderr } = await barstream(['backtest', fixture('plain.js'), '--json', '--out', out('json')]);
    expect(code).toBe(0);
    expect(stderr).toBe('the file was loaded\n');
    expect(stdout).toBe(readFileSync(path.join(out('json'), 'metrics.json'), 'utf8'));
    expect((JSON.parse(stdout) as Metrics).figures['fills']!.value).toBe(1);
  });

  test('sets parameters by their kinds', async () => {
    const { stdout } = await barstream([
      'backtest',
      fixture('wave.ts'),
      '--json',
      '--out',
      out('set'),
      '--set',
      'period=10',
      '-s',
      'share=0.5',
      '--set',
      'noise=true',
      '--set',
      'mode=wild',
    ]);
    expect((JSON.parse(stdout) as Metrics).settings.strategies[0]!.params).toEqual({ period: 10, share: 0.5, noise: true, mode: 'wild' });
    const { parameters } = JSON.parse(readFileSync(path.join(out('set'), 'manifest.json'), 'utf8'));
    expect(parameters).toEqual({ period: '10', share: '0.5', noise: 'true', mode: 'wild' });
  });

  test('the seed decides all chance', async () => {
    const run = async (seed: string, dir: string): Promise<Metrics> =>
      JSON.parse(
        (await barstream(['backtest', fixture('wave.ts'), '--json', '--out', out(dir), '--set', 'noise=true', '--seed', seed])).stdout,
      ) as Metrics;
    const [a, b, c] = [await run('7', 'seed-a'), await run('7', 'seed-b'), await run('8', 'seed-c')];
    expect(a).toEqual(b);
    expect(a.settings.seed).toBe(7);
    expect(c.figures['finalEquity']!.value).not.toBe(a.figures['finalEquity']!.value);
  });

  test('intraday runs have session points, and all points when asked', async () => {
    await barstream(['backtest', fixture('intraday.mjs'), '--out', out('sessions')]);
    await barstream(['backtest', fixture('intraday.mjs'), '--out', out('all'), '--equity', 'all']);
    const rows = (dir: string): string[] =>
      readFileSync(path.join(out(dir), 'equity.csv'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1);
    expect(rows('sessions').map((row) => row.split(',')[0])).toEqual(['2023-03-08', '2023-03-09', '2023-03-10']);
    expect(rows('all')).toHaveLength(39);
    expect(rows('all').filter((row) => rows('sessions').includes(row))).toEqual(rows('sessions'));
    expect(new Set(rows('all').map((row) => row.split(',')[0])).size).toBe(3);
  });
});

describe('artefacts of two runs are the same bytes', () => {
  const run = async (dir: string, env: Record<string, string>): Promise<Record<string, string>> => {
    await barstream(['backtest', fixture('wave.ts'), '--out', out(dir), '--set', 'noise=true'], { env });
    return contents(out(dir));
  };
  let first: Record<string, string>;
  beforeAll(async () => {
    first = await run('zone-first', { TZ: 'UTC' });
  });

  test.each([
    ['UTC', 'en_US.UTF-8'],
    ['America/New_York', 'C'],
    ['Asia/Kolkata', 'hi_IN.UTF-8'],
    ['Pacific/Apia', 'de_DE.UTF-8'],
  ])('in %s', async (TZ, LANG) => {
    const again = await run(`zone-${TZ.replace('/', '-')}`, { TZ, LANG, LC_ALL: LANG });
    expect(Object.keys(again)).toHaveLength(8);
    expect(again).toEqual(first);
  });
});
