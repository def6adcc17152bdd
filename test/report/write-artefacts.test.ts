import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, writeArtefacts, type BacktestResult } from '../../src/index.js';
import { scratchFolder } from '../support/cli.js';
import { sample } from './sample.js';

const NAMES = [
  'metrics.json',
  'equity.csv',
  'orders.csv',
  'fills.csv',
  'trades.csv',
  'provenance.jsonl',
  'tearsheet.html',
  'manifest.json',
];

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const contents = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(path.join(dir, name), 'utf8')]));

test('writes all files, with their hashes in the manifest', async () => {
  const dir = path.join(folder.dir, 'a', 'b');
  const written = await writeArtefacts(dir, await sample(), { file: { name: 'wave.ts', sha256: 'abc' }, parameters: { period: '5' } });
  expect(written).toEqual(NAMES.map((name) => path.join(dir, name)));
  expect(readdirSync(dir).sort()).toEqual([...NAMES].sort());
  const { artefacts, file, parameters, seed } = JSON.parse(readFileSync(path.join(dir, 'manifest.json'), 'utf8'));
  expect({ file, parameters, seed }).toEqual({ file: { name: 'wave.ts', sha256: 'abc' }, parameters: { period: '5' }, seed: 1 });
  expect(Object.keys(artefacts)).toEqual(NAMES.slice(0, -1));
  for (const [name, hash] of Object.entries(artefacts))
    expect(
      createHash('sha256')
        .update(readFileSync(path.join(dir, name)))
        .digest('hex'),
    ).toBe(hash);
});

test('two runs give the same bytes', async () => {
  const [a, b] = [path.join(folder.dir, 'a'), path.join(folder.dir, 'b')];
  await writeArtefacts(a, await sample());
  await writeArtefacts(b, await sample());
  expect(contents(a)).toEqual(contents(b));
});

test.each(['at once', 'in the middle'])('when it is stopped %s the earlier files stay and no other is left', async (when) => {
  const result = await sample();
  await writeArtefacts(folder.dir, result);
  const before = contents(folder.dir);
  const stop = new AbortController();
  if (when === 'at once') stop.abort();
  const stopping: BacktestResult = Object.defineProperty({ ...(await sample({ sessions: 30 })) }, 'trades', {
    get() {
      stop.abort();
      return [];
    },
  });
  await expect(writeArtefacts(folder.dir, stopping, { signal: stop.signal })).rejects.toThrow('aborted');
  expect(contents(folder.dir)).toEqual(before);
});

test('a failure while writing leaves the earlier files', async () => {
  const result = await sample();
  await writeArtefacts(folder.dir, result);
  const before = contents(folder.dir);
  const broken: BacktestResult = Object.defineProperty({ ...result }, 'trades', {
    get() {
      throw new RangeError('no trades today');
    },
  });
  await expect(writeArtefacts(folder.dir, broken)).rejects.toThrow('no trades today');
  expect(contents(folder.dir)).toEqual(before);
});

test('a folder that cannot be is a ConfigError', async () => {
  writeFileSync(path.join(folder.dir, 'file'), '');
  const result = await sample();
  await expect(writeArtefacts(path.join(folder.dir, 'file'), result)).rejects.toThrow(ConfigError);
  mkdirSync(path.join(folder.dir, 'dir', 'metrics.json'), { recursive: true });
  await expect(writeArtefacts(path.join(folder.dir, 'dir'), result)).rejects.toMatchObject({ code: 'report/cannot-write' });
  expect(readdirSync(path.join(folder.dir, 'dir'))).toEqual(['metrics.json']);
});
