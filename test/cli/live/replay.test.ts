import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { barstream, root, scratchFolder } from '../../support/cli.js';

const EXAMPLE = path.join(root, 'examples', 'sma-cross.ts');
const REPLAY = ['paper', '--broker', 'simulated', '--feed', 'replay'];
let folder: ReturnType<typeof scratchFolder>;
const inFolder = (...names: string[]): string => path.join(folder.dir, ...names);
const cli = (...args: string[]) => barstream(args, { cwd: folder.dir });

beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

/** Total-return closes of the example's data, worked out from the file. */
const sessions = ((): { date: string; close: number; open: number }[] => {
  const [header, ...rows] = readFileSync(path.join(root, 'examples', 'data', 'SPY.csv'), 'utf8')
    .trim()
    .split('\n');
  const names = header!.split(',');
  return rows.map((row) => {
    const cell = (name: string): number => Number(row.split(',')[names.indexOf(name)]);
    const factor = cell('adj_close') / cell('close');
    return { date: row.slice(0, 10), close: cell('close') * factor, open: cell('open') * factor };
  });
})();
const average = (period: number, at: number): number =>
  sessions.slice(at - period + 1, at + 1).reduce((sum, { close }) => sum + close, 0) / period;

describe('the offline demo', () => {
  test('trades as the backtest does, says it as it happens, and leaves a journal', async () => {
    const [{ code, stdout, stderr }, tested] = await Promise.all([
      cli(...REPLAY, EXAMPLE),
      cli('backtest', EXAMPLE, '--out', 'backtest', '--json'),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Each row of the backtest's fills has its line, in order.
    const fills = readFileSync(inFolder('backtest', 'fills.csv'), 'utf8').trim().split('\n').slice(1);
    const [columns = ''] = readFileSync(inFolder('backtest', 'fills.csv'), 'utf8').split('\n');
    const expected = fills.map((row) => {
      const cell = (name: string): string => row.split(',')[columns.split(',').indexOf(name)]!;
      const time = cell('time').slice(0, 16).replace('T', ' ');
      return `${time}  filled    ${cell('side')} ${cell('quantity')} ${cell('symbol')} @ ${cell('price')}, costs ${cell('cost')}`;
    });
    expect(expected).toHaveLength(17);
    expect(stdout.split('\n').filter((line) => line.includes('  filled  '))).toEqual(expected);
    const { figures, money } = JSON.parse(tested.stdout) as { figures: { finalEquity: { value: number } }; money: { finalCash: string } };
    const cents = (value: number): string => value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    expect(stdout).toContain(`\n  Equity       ${cents(figures.finalEquity.value)}\n  Cash         ${cents(Number(money.finalCash))}\n`);
    expect(stdout).toContain('\n  Positions    822 SPY\n  Open orders  none\n  Traded       17 orders, 17 fills, costs 5,715.69\n');
    expect(stdout).toMatch(/\nJournal: \.barstream\/SmaCross-replay-1\/journal\.sqlite\n$/);
  }, 60_000);

  test('a journal that is over plays no more, one without a name of its own is begun anew', async () => {
    const over = await cli(...REPLAY, EXAMPLE, '--state', '.barstream/SmaCross-replay-1');
    expect(over).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing is left to play') });
    const rehearsal = await cli(...REPLAY, EXAMPLE, '--set', 'fast=20', '--dry-run', '--json');
    expect(rehearsal.code).toBe(0);
    expect(JSON.parse(rehearsal.stdout)).toMatchObject({ name: 'sma-cross', end: 'ended', journal: null });
    // Neither has left anything.
    expect(existsSync(inFolder('.barstream', 'SmaCross-replay-2'))).toBe(false);
  }, 60_000);

  test('status says where it stands', async () => {
    const { code, stdout } = await cli('status', 'SmaCross-replay-1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      instance: 'SmaCross',
      running: false,
      lastStep: { input: 'end', time: '2024-03-22T20:00:00Z' },
      positions: [{ symbol: 'SPY', quantity: '822' }],
      openOrders: [],
      orders: 17,
      fills: 17,
    });
  });

  test('parity proves the decisions, and fills that are the model’s own differ by nothing', async () => {
    const { code, stdout } = await cli('parity', 'SmaCross-replay-1', '--json');
    expect(code).toBe(0);
    const { same, decisions, slippage } = JSON.parse(stdout) as {
      same: boolean;
      decisions: number;
      slippage: { orders: number; compared: number; mean: { paid: number; difference: number } };
    };
    expect({ same, decisions }).toEqual({ same: true, decisions: 17 });
    expect(slippage).toMatchObject({ orders: 17, compared: 17, mean: { difference: 0 } });
    // The price is the bar's open, so that all that was paid are the costs: mean of cost / value of the fills.
    const [head = '', ...rows] = readFileSync(inFolder('backtest', 'fills.csv'), 'utf8').trim().split('\n');
    const cells = rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [head.split(',')[i], Number(cell)])));
    const mean = cells.reduce((sum, { cost, quantity, price }) => sum + cost! / (quantity! * price!), 0) / cells.length;
    expect(slippage.mean.paid).toBeCloseTo(mean * 10_000, 9);
  });

  test('parity names the first decision of another strategy, with what it saw', async () => {
    const { code, stdout } = await cli('parity', '.barstream/SmaCross-replay-1/journal.sqlite', '--set', 'fast=40');
    expect(code).toBe(1);
    const above = (fast: number, at: number): boolean => average(fast, at) > average(200, at);
    const crosses = (fast: number, at: number): boolean => above(fast, at) && !above(fast, at - 1);
    const first = sessions.findIndex(({ date }, at) => date >= '2005' && at >= 200 && crosses(40, at) !== crosses(50, at));
    const { date, close } = sessions[first]!;
    expect(stdout).toMatch(new RegExp(`^First decision that differs: step \\d+, ${date}T20:00:00Z\n`));
    expect(stdout).toContain(`, close ${close}, `);
    expect(stdout).toContain(`\n  journal  nothing\n  now      buy ${Math.floor(99_750 / close)} SPY market gtc [SmaCross-`);
    expect(stdout).toContain('\nSmaCross: not the same (');
  });
});
