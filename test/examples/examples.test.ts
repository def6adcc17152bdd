import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, test } from '@jest/globals';

import buyAndHold from '../../examples/buy-and-hold.js';
import momentumRotation from '../../examples/momentum-rotation.js';
import pairsZScore from '../../examples/pairs-zscore.js';
import smaCross from '../../examples/sma-cross.js';
import { backtest, isoInstant, type BacktestResult } from 'barstream';
import { barstream, root, scratchFolder } from '../support/cli.js';
import { expectGolden } from './golden-run.js';
import { plainBuyAndHold, plainMomentum, plainPairs, plainSmaCross, type PlainFill } from './plain.js';

/** The fills of a run in the form of the plain loops. */
function fillsOf(result: BacktestResult): PlainFill[] {
  return result.fills.map((fill) => [
    isoInstant(fill.time).slice(0, 10),
    fill.symbol,
    fill.side,
    fill.quantity.toNumber(),
    fill.priceNumber,
  ]);
}

test('every example has its golden file and its test here', () => {
  const names = (folder: string, ending: string): string[] =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .sort();
  expect(names('examples', '.ts')).toEqual(names('test/golden/examples', '.json'));
  expect(names('examples', '.ts')).toEqual([buyAndHold, momentumRotation, pairsZScore, smaCross].map((config) => config.name).sort());
});

describe('buy-and-hold', () => {
  let result: BacktestResult;
  beforeAll(async () => {
    result = await backtest(buyAndHold);
  });

  test('does what its golden file says', () => expectGolden('buy-and-hold', result));

  test('a plain loop fills the same and ends with the same equity', () => {
    const plain = plainBuyAndHold('2005-01-03');
    expect(fillsOf(result)).toEqual(plain.fills);
    expect(result.finalEquity.toFixed(2)).toBe(plain.equity.toFixed(2));
  });
});

describe('sma-cross', () => {
  let result: BacktestResult;
  beforeAll(async () => {
    result = await backtest(smaCross);
  });

  test('does what its golden file says', () => expectGolden('sma-cross', result));

  test('a plain loop fills the same and ends with the same equity', () => {
    const plain = plainSmaCross('2005-01-03');
    expect(plain.fills.length).toBeGreaterThan(10);
    expect(fillsOf(result)).toEqual(plain.fills);
    expect(result.finalEquity.toFixed(2)).toBe(plain.equity.toFixed(2));
  });
});

describe('momentum-rotation', () => {
  let result: BacktestResult;
  beforeAll(async () => {
    result = await backtest(momentumRotation);
  });

  test('does what its golden file says', () => expectGolden('momentum-rotation', result));

  test('a plain loop picks the same symbols, fills the same and ends with the same equity', () => {
    const plain = plainMomentum(momentumRotation.symbols!, '2005-07-05', '2024-03-08');
    expect(plain.held.size).toBe(12 * 18 + 8);
    expect(fillsOf(result)).toEqual(plain.fills);
    expect(result.finalEquity.toFixed(2)).toBe(plain.equity.toFixed(2));
  });

  test('its reports say that the list of stocks has survived', () => {
    expect(result.warnings.join('\n')).toContain('survivorship bias');
  });
});

describe('pairs-zscore', () => {
  let result: BacktestResult;
  beforeAll(async () => {
    result = await backtest(pairsZScore);
  });

  test('does what its golden file says', () => expectGolden('pairs-zscore', result));

  test('a plain regression turns on the same days to the same sides, and fills at the next opens', () => {
    const turns = plainPairs('KO', 'PEP', '2005-01-03');
    expect(turns.length).toBeGreaterThan(100);
    const filled = new Map<string, BacktestResult['fills'][number][]>();
    for (const fill of result.fills) {
      const date = isoInstant(fill.order.decidedAt).slice(0, 10);
      filled.set(date, [...(filled.get(date) ?? []), fill]);
    }
    expect([...filled.keys()]).toEqual(turns.map((turn) => turn.date));
    const held = new Map([
      ['KO', 0],
      ['PEP', 0],
    ]);
    for (const { date, side, next } of turns) {
      for (const fill of filled.get(date)!) {
        const bar = next[fill.symbol === 'KO' ? 0 : 1]!;
        expect([isoInstant(fill.time).slice(0, 10), fill.priceNumber]).toEqual([bar.date, bar.open]);
        held.set(fill.symbol, held.get(fill.symbol)! + fill.signedLots);
      }
      expect([date, Math.sign(held.get('KO')!), Math.sign(held.get('PEP')!)]).toEqual([date, side, side === 0 ? 0 : -side]);
    }
  });
});

describe('on the command line', () => {
  const FILES = ['equity.csv', 'fills.csv', 'manifest.json', 'metrics.json', 'orders.csv', 'tearsheet.html', 'trades.csv'];

  test('`npm start` runs sma-cross and leaves its files', async () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
    const [node, main, ...args] = scripts.start.split(' ');
    expect([node, main]).toEqual(['node', 'dist/src/cli/main.js']);
    expect(args.slice(0, -1)).toEqual(['backtest', 'examples/sma-cross.ts', '--out']);
    const { dir, remove } = scratchFolder();
    try {
      const run = await barstream([...args.slice(0, -1), dir]);
      expect(run.stderr).toBe('');
      expect(run.code).toBe(0);
      expect(readdirSync(dir).sort()).toEqual(FILES);
    } finally {
      remove();
    }
  });

  test('an example runs from any folder', async () => {
    const { dir, remove } = scratchFolder();
    try {
      const example = fileURLToPath(new URL('../../examples/pairs-zscore.ts', import.meta.url));
      const run = await barstream(['backtest', example, '--json'], { cwd: dir });
      expect(run.code).toBe(0);
      expect(JSON.parse(run.stdout)).toMatchObject({ name: 'pairs-zscore' });
      expect(existsSync(path.join(dir, 'results', 'pairs-zscore', 'manifest.json'))).toBe(true);
    } finally {
      remove();
    }
  });
});
