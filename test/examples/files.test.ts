import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { barstream, root, scratchFolder } from '../support/cli.js';
import { examples } from './example-configs.js';

function namesIn(folder: string, ending: string): string[] {
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith(ending));
  return names.map((name) => name.slice(0, -ending.length)).sort();
}

test('every file in examples/ is run by these tests and has a golden file', () => {
  expect(namesIn('examples', '.ts')).toEqual(Object.keys(examples).sort());
  expect(namesIn('examples', '.ts')).toEqual(namesIn('test/golden/examples', '.json'));
});

test('an example finds its data from any folder, and writes into the current one', async () => {
  const { dir, remove } = scratchFolder();
  try {
    const { code, stderr } = await barstream(['backtest', path.join(root, 'examples', 'pairs-zscore.ts')], { cwd: dir });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(existsSync(path.join(dir, 'results', 'pairs-zscore', 'manifest.json'))).toBe(true);
  } finally {
    remove();
  }
});

test('the reports of momentum-rotation say that its list of stocks has survived', async () => {
  const result = await examples['momentum-rotation']!();
  expect(result.warnings.join('\n')).toContain('survivorship bias');
});
