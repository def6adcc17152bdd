import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TradeExplanation } from '../../src/index.js';
import { barstream, fixture, root, scratchFolder } from '../support/cli.js';

// A project of its own: examples/sma-cross.ts over the sessions of 2004 to 2010.
const RUN = 'project/results/sma-cross';
let folder: ReturnType<typeof scratchFolder>;
const inFolder = (...names: string[]): string => path.join(folder.dir, ...names);
const source = readFileSync(path.join(root, 'examples', 'sma-cross.ts'), 'utf8');
const lines = readFileSync(path.join(root, 'examples', 'data', 'SPY.csv'), 'utf8').split('\n');
const data = [lines[0]!, ...lines.filter((line) => line >= '2004' && line < '2011')];
const header = lines[0]!.split(',');

/** Sessions with total-return prices, worked out from the file on their own. */
const sessions = data.slice(1).map((line, i) => {
  const cell = (name: string): number => Number(line.split(',')[header.indexOf(name)]);
  const factor = cell('adj_close') / cell('close');
  return { date: line.slice(0, 10), line: i + 2, open: cell('open') * factor, close: cell('close') * factor, volume: cell('volume') };
});
const average = (period: number, at: number): number =>
  sessions.slice(at - period + 1, at + 1).reduce((sum, { close }) => sum + close, 0) / period;
const placeOf = (date: string): number => sessions.findIndex((session) => session.date === date);

function write(config = source, rows: readonly string[] = data): void {
  mkdirSync(inFolder('project', 'data'), { recursive: true });
  writeFileSync(inFolder('project', 'sma-cross.ts'), config);
  writeFileSync(inFolder('project', 'data', 'SPY.csv'), `${rows.join('\n')}\n`);
}

beforeAll(async () => {
  folder = scratchFolder();
  write();
  const { code, stderr } = await barstream(['backtest', 'sma-cross.ts'], { cwd: inFolder('project') });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
afterAll(() => folder.remove());

describe('barstream rerun', () => {
  test.each([
    ['the folder of the run', 'project', 'results/sma-cross/manifest.json'],
    ['another folder', '.', RUN],
  ])('proves that all files are the same, from %s', async (_, cwd, run) => {
    const { code, stdout, stderr } = await barstream(['rerun', run], { cwd: inFolder(cwd) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      `${run}: the same, byte for byte: metrics.json equity.csv orders.csv fills.csv trades.csv provenance.jsonl tearsheet.html\n`,
    );
  });

  test('finds parameters, seed and points of the run in the manifest', async () => {
    const out = inFolder('given');
    await barstream(['backtest', 'test/cli/fixtures/wave.ts', '--set', 'noise=true', '--seed', '7', '--equity', 'all', '--out', out]);
    // From elsewhere the file cannot be found.
    const lost = await barstream(['rerun', out], { cwd: folder.dir });
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain('test/cli/fixtures/wave.ts is neither in the current folder nor in one above the manifest');
    const told = await barstream(['rerun', out, '--json', '--file', fixture('wave.ts')], { cwd: folder.dir });
    expect(told.code).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({ same: true, causes: [] });
  });

  test('finds a changed byte of the data, and names it and what it led to', async () => {
    // The open at which the first order fills: 130.72 becomes 130.62.
    const place = placeOf('2006-08-30');
    const { line } = sessions[place]!;
    const open = data[line - 1]!.split(',')[header.indexOf('open')]!;
    const digit = open.length - 2;
    const changed = `${open.slice(0, digit)}${(Number(open[digit]) + 9) % 10}${open.slice(digit + 1)}`;
    write(
      source,
      data.map((row, i) => (i === line - 1 ? row.replace(`,${open},`, `,${changed},`) : row)),
    );
    const { code, stdout } = await barstream(['rerun', RUN, '--json', '--out', inFolder('again')], { cwd: folder.dir });
    write();
    expect(code).toBe(1);
    const outcome = JSON.parse(stdout) as {
      causes: { what: string }[];
      firstEvent: object;
      firstDifference: { file: string; line: number; column: string };
    };
    expect(outcome.firstEvent).toMatchObject({ kind: 'fill', time: '2006-08-30T13:30:00Z' });
    expect(outcome.causes.map(({ what }) => what)).toEqual(['data of SPY 1d']);
    expect(outcome.firstDifference).toMatchObject({ file: 'orders.csv', line: 2 });

    const diff = await barstream(['diff', RUN, 'again', '--json'], { cwd: folder.dir });
    const { firstEvent, figures } = JSON.parse(diff.stdout) as {
      firstEvent: {
        kind: string;
        time: string;
        columns: string[];
        a: { cells: Record<string, string> };
        b: { cells: Record<string, string> };
      };
      figures: { key: string }[];
    };
    expect(diff.code).toBe(1);
    expect(firstEvent).toMatchObject({ kind: 'fill', time: '2006-08-30T13:30:00Z' });
    expect(firstEvent.columns).toContain('price');
    const factor = sessions[place]!.open / Number(open);
    expect(Number(firstEvent.a.cells['price'])).toBeCloseTo(Number(open) * factor, 10);
    expect(Number(firstEvent.b.cells['price'])).toBeCloseTo(Number(changed) * factor, 10);
    expect(figures.map(({ key }) => key)).toContain('figures.finalEquity');
  });

  test('finds a changed parameter, and that the configuration file is another', async () => {
    write(source.replace('default: 50', 'default: 40'));
    const { code, stdout } = await barstream(['rerun', RUN], { cwd: folder.dir });
    write();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^project\/results\/sma-cross: not the same\n\nFirst difference: orders.csv, line 2, client_order_id\n/);
    expect(stdout).toContain('\n  parameter fast\n    recorded  50\n    now       40\n');
    expect(stdout).toMatch(/\nFirst event that differs: order at 2006-08-18T20:00:00Z, only in one of the runs\n/);
    expect(stdout).toMatch(/\n {2}configuration file\n {4}recorded {2}SHA-256 [0-9a-f]{64}\n {4}now {7}SHA-256 [0-9a-f]{64}\n/);
    expect(stdout).not.toContain('data of SPY');
  });

  test('says that a recorded file was changed after its run', async () => {
    cpSync(inFolder(RUN), inFolder('project', 'touched'), { recursive: true });
    const file = inFolder('project', 'touched', 'equity.csv');
    const text = readFileSync(file, 'utf8').split('\n');
    text[3] = text[3]!.replace(',100000,', ',100001,');
    writeFileSync(file, text.join('\n'));
    const { code, stdout } = await barstream(['rerun', 'project/touched'], { cwd: folder.dir });
    expect(code).toBe(1);
    expect(stdout).toContain('First difference: equity.csv, line 4, equity\n  recorded  100001\n  now       100000\n');
    expect(stdout).toContain('  equity.csv changed\n');
    for (const args of [['diff', 'project/touched', RUN]]) {
      const other = await barstream(args, { cwd: folder.dir });
      expect(other.code).toBe(3);
      expect(other.stderr).toContain('equity.csv was changed after the run');
    }
  });

  test.each([
    ['missing', undefined, 2, 'there is no broken/manifest.json'],
    ['no JSON', '{"name": ', 3, 'broken/manifest.json is no JSON'],
    ['of another layout', '{"schemaVersion": 99}', 3, 'has layout 99; this version reads 1'],
    ['incomplete', '{"schemaVersion": 1, "name": "x"}', 3, 'has no "barstream"'],
  ])('a manifest that is %s', async (_, content, expected, message) => {
    rmSync(inFolder('broken'), { recursive: true, force: true });
    mkdirSync(inFolder('broken'));
    if (content !== undefined) writeFileSync(inFolder('broken', 'manifest.json'), content);
    const { code, stderr } = await barstream(['rerun', 'broken'], { cwd: folder.dir });
    expect(code).toBe(expected);
    expect(stderr).toContain(message);
    expect(existsSync(inFolder('broken', 'orders.csv'))).toBe(false);
  });
});

describe('barstream diff', () => {
  test('runs of the same settings are the same', async () => {
    const { code, stdout } = await barstream(['diff', RUN, `${RUN}/manifest.json`], { cwd: folder.dir });
    expect(code).toBe(0);
    expect(stdout).toContain('The runs are the same.');
  });

  test('the first event of a faster average is its earlier cross', async () => {
    await barstream(['backtest', 'sma-cross.ts', '--set', 'fast=40', '--out', '../fast'], { cwd: inFolder('project') });
    const { code, stdout } = await barstream(['diff', RUN, 'fast'], { cwd: folder.dir });
    expect(code).toBe(1);
    // The first session of 2005 or later on which one of the two rules sees a cross that the other does not.
    const above = (fast: number, at: number): boolean => average(fast, at) > average(200, at);
    const crosses = (fast: number, at: number): boolean => above(fast, at) && !above(fast, at - 1);
    const first = sessions.findIndex(({ date }, at) => date >= '2005' && at >= 200 && crosses(40, at) !== crosses(50, at));
    expect(crosses(40, first)).toBe(true);
    expect(stdout).toMatch(/What decided them\n +A +B\n {2}parameter fast +50 +40\n/);
    expect(stdout).toContain(`First event that differs: order at ${sessions[first]!.date}T20:00:00Z, only in B (orders.csv, line 2)\n`);
    expect(stdout).toMatch(/Figures that differ\n[^]*Sharpe ratio +0\.\d{3} +0\.\d{3}\n/);
  });

  test('a folder without a run', async () => {
    const { code, stderr } = await barstream(['diff', RUN, 'project'], { cwd: folder.dir });
    expect(code).toBe(2);
    expect(stderr).toContain('there is no project/manifest.json');
  });
});

describe('barstream explain', () => {
  test('a known trade, whose averages are worked out from the file', async () => {
    const { code, stdout } = await barstream(['explain', RUN, '1', '--json'], { cwd: folder.dir });
    expect(code).toBe(0);
    const { trade, entry, exit } = JSON.parse(stdout) as TradeExplanation;
    const decided = placeOf('2006-08-29');
    const fill = sessions[decided + 1]!;
    expect(trade).toMatchObject({ id: 1, strategy: 'SmaCross', symbol: 'SPY', side: 'long', entryTime: '2006-08-30T13:30:00Z' });
    expect(entry.order.decision).toMatchObject({ time: '2006-08-29T20:00:00Z', hook: 'onBar' });
    for (const [name, period] of [
      ['fast', 50],
      ['slow', 200],
    ] as const) {
      const { value, previous } = entry.order.decision.indicators![name]!;
      expect(value).toBeCloseTo(average(period, decided), 9);
      expect(previous).toBeCloseTo(average(period, decided - 1), 9);
    }
    expect(average(50, decided)).toBeGreaterThan(average(200, decided));
    expect(average(50, decided - 1)).toBeLessThan(average(200, decided - 1));
    expect(entry.order.decision.bar!.close).toBeCloseTo(sessions[decided]!.close, 9);
    expect(entry.fill).toMatchObject({ branch: 'open', bar: { volume: fill.volume } });
    expect(entry.fill.price).toBeCloseTo(fill.open, 9);
    // 99.75 % of 100,000 at the last close is more than 100,000 can pay at the higher open, costs included.
    const asked = Math.floor(99_750 / sessions[decided]!.close);
    expect(entry.order.quantity).toBe(String(asked));
    expect(entry.order.changes).toMatchObject([{ from: String(asked), to: entry.fill.quantity, reason: 'insufficient-buying-power' }]);
    expect(asked * fill.open + Number(entry.fill.cost)).toBeGreaterThan(100_000);
    expect(exit.order.purpose).toBe('close');
    expect(Number(trade.costs)).toBeCloseTo(Number(entry.fill.cost) + Number(exit.fill.cost), 8);
  });

  test('says it in words', async () => {
    const { stdout } = await barstream(['explain', RUN, '1'], { cwd: folder.dir });
    expect(stdout).toContain('\n  decided    2006-08-29T20:00:00Z in onBar\n');
    expect(stdout).toContain('\n  rule       open: the first open that the order could have\n');
  });

  test('a trade whose orders lie behind the bound of provenance.jsonl', async () => {
    const dir = inFolder('bounded');
    cpSync(inFolder(RUN), dir, { recursive: true });
    // As a run with more orders than the bound writes it: the header says how many have a line.
    const [first, ...orders] = readFileSync(path.join(dir, 'provenance.jsonl'), 'utf8').split('\n');
    const header = JSON.stringify({ ...(JSON.parse(first!) as object), written: 2 });
    const kept = `${[header, ...orders.slice(0, 2)].join('\n')}\n`;
    writeFileSync(path.join(dir, 'provenance.jsonl'), kept);
    const file = path.join(dir, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { artefacts: Record<string, string> };
    manifest.artefacts['provenance.jsonl'] = createHash('sha256').update(kept).digest('hex');
    writeFileSync(file, JSON.stringify(manifest));
    expect((await barstream(['explain', dir, '1'])).code).toBe(0);
    const { code, stderr } = await barstream(['explain', dir, '2']);
    expect(code).toBe(2);
    expect(stderr).toContain('the story of trade 2 was not kept: provenance.jsonl ends before its order 3');
  });

  test.each([
    ['0', 2, 'has no trade 0'],
    ['99', 2, 'has no trade 99'],
    ['first', 2, '"first" is no number of a trade'],
  ])('trade %s', async (trade, expected, message) => {
    const { code, stderr } = await barstream(['explain', RUN, trade], { cwd: folder.dir });
    expect(code).toBe(expected);
    expect(stderr).toContain(message);
  });
});
