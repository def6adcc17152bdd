import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { barstream, root, scratchFolder } from '../support/cli.js';
import { examples } from './example-configs.js';

const FILES = [
  'equity.csv',
  'fills.csv',
  'manifest.json',
  'metrics.json',
  'orders.csv',
  'provenance.jsonl',
  'tearsheet.html',
  'trades.csv',
];

describe('on the command line', () => {
  test('what `npm start` runs writes all files', async () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
    expect(scripts.start).toBe('node dist/cli/main.js backtest examples/sma-cross.ts --out results/sma-cross');
    const { dir, remove } = scratchFolder();
    try {
      const out = path.join(dir, 'sma-cross');
      const { code, stdout, stderr } = await barstream(['backtest', 'examples/sma-cross.ts', '--out', out]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Written to');
      expect(readdirSync(out).sort()).toEqual(FILES);
      for (const name of FILES) expect([name, readFileSync(path.join(out, name), 'utf8').length > 100]).toEqual([name, true]);
    } finally {
      remove();
    }
  });

  test.each(Object.keys(examples).filter((name) => name !== 'sma-cross'))('%s prints its metrics as JSON', async (name) => {
    const { dir, remove } = scratchFolder();
    try {
      const out = path.join(dir, name);
      const { code, stdout, stderr } = await barstream(['backtest', `examples/${name}.ts`, '--json', '--out', out]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const metrics = JSON.parse(stdout) as {
        readonly name: string;
        readonly figures: Readonly<Record<string, { readonly value: number }>>;
      };
      expect(metrics.name).toBe(name);
      expect(metrics.figures['fills']!.value).toBeGreaterThan(0);
      expect(stdout).toBe(readFileSync(path.join(out, 'metrics.json'), 'utf8'));
      expect(readdirSync(out).sort()).toEqual(FILES);
    } finally {
      remove();
    }
  });
});
