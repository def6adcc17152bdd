import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { barstream, fixture, scratchFolder } from '../support/cli.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

const contents = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder.dir).map((name) => [name, readFileSync(path.join(folder.dir, name), 'utf8')]));

test('Ctrl-C in the middle of a run ends it and leaves the files of the run before whole', async () => {
  await barstream(['backtest', fixture('plain.js'), '--out', folder.dir]);
  const before = contents();
  expect(Object.keys(before)).toHaveLength(8);
  const { code, stdout, stderr } = await barstream(['backtest', fixture('long.mjs'), '--out', folder.dir], {
    started: (child) => child.stderr!.once('data', () => child.kill('SIGINT')),
  });
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(/^running\nstopped/);
  expect(contents()).toEqual(before);
}, 30_000);

test('a run that is killed leaves them too', async () => {
  const before = contents();
  const { code } = await barstream(['backtest', fixture('long.mjs'), '--out', folder.dir], {
    started: (child) => child.stderr!.once('data', () => child.kill('SIGKILL')),
  });
  expect(code).toBeNull();
  expect(contents()).toEqual(before);
}, 30_000);
