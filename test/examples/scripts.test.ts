// The examples that are scripts: what each of them prints is what its file in `test/golden/examples` says.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

import { root } from '../support/cli.js';

const run = promisify(execFile);
const names = readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.mjs'));

test.each(names)('%s', async (name) => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout, stderr } = await run(process.execPath, [path.join(root, 'examples', name)], { env });
  expect(stderr).toBe('');
  const golden = path.join(root, 'test', 'golden', 'examples', name.replace('.mjs', '.txt'));
  // The first lines of the file say where its figures are from.
  expect(stdout).toBe(readFileSync(golden, 'utf8').replaceAll(/^#.*\n/gm, ''));
});

test('there are such scripts, and no golden file is left over', () => {
  const texts = readdirSync(path.join(root, 'test', 'golden', 'examples')).filter((name) => name.endsWith('.txt'));
  expect(names.length).toBeGreaterThan(1);
  expect(texts.sort()).toEqual(names.map((name) => name.replace('.mjs', '.txt')).sort());
});
