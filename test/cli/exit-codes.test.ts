import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { barstream, fixture, scratchFolder } from '../support/cli.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

const run = (args: readonly string[], env: Record<string, string> = {}): ReturnType<typeof barstream> =>
  barstream(['backtest', ...args, '--out', path.join(folder.dir, 'out')], { env });

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  readonly code: number;
  readonly says: readonly string[];
}

const wave = fixture('wave.ts');
const failing = fixture('failing.mjs');

const cases: readonly Case[] = [
  {
    name: 'a strategy that throws',
    args: [failing, '--set', 'kind=throws'],
    code: 1,
    says: ['StrategyError', 'Failing.onBar', 'no such thing', 'failing.mjs:'],
  },
  { name: 'an impossible order', args: [failing, '--set', 'kind=order'], code: 1, says: ['OrderError', 'hint:'] },
  { name: 'books that do not agree', args: [failing, '--set', 'kind=books'], code: 1, says: ['ReconciliationError', 'test/books'] },
  { name: 'a missing file', args: ['nowhere.ts'], code: 2, says: ['there is no file nowhere.ts'] },
  { name: 'a file of another kind', args: ['package.json'], code: 2, says: ['is no TypeScript or JavaScript file'] },
  { name: 'a file without a configuration', args: [fixture('no-config.mjs')], code: 2, says: ['defineBacktest'] },
  { name: 'a file whose import fails', args: [fixture('missing-import.mjs')], code: 2, says: ['cannot be imported', 'not-there.mjs'] },
  { name: 'a setting that cannot work', args: [failing], env: { FAIL: 'config' }, code: 2, says: ['cash must be above 0', 'hint:'] },
  { name: 'an unknown parameter', args: [wave, '--set', 'perod=3'], code: 2, says: ['no parameter "perod"', 'period, share, noise, mode'] },
  { name: 'a parameter out of range', args: [wave, '--set', 'period=500'], code: 2, says: ['from 2 to 50'] },
  { name: 'a parameter of another kind', args: [wave, '--set', 'noise=perhaps'], code: 2, says: ['true or false'] },
  { name: 'an assignment without a name', args: [wave, '--set', 'period'], code: 2, says: ['--set name=value'] },
  { name: 'a seed that is no number', args: [wave, '--seed', 'x'], code: 2, says: ['--seed'] },
  { name: 'unknown points', args: [wave, '--equity', 'some'], code: 2, says: ['--equity'] },
  { name: 'an unknown option', args: [wave, '--fast'], code: 2, says: ['unknown option'] },
  { name: 'no file at all', args: [], code: 2, says: ['missing required argument'] },
  { name: 'missing data', args: [failing], env: { FAIL: 'data' }, code: 3, says: ['DataError', '/nowhere/XYZ.csv'] },
  { name: 'a feed that fails', args: [failing], env: { FAIL: 'feed' }, code: 3, says: ['the feed is empty'] },
  { name: 'a broker that does not answer', args: [failing], env: { FAIL: 'broker' }, code: 4, says: ['BrokerError: no answer'] },
];

describe('exit codes', () => {
  test.each(cases)('$name: $code', async ({ args, env, code, says }) => {
    const { code: given, stdout, stderr } = await run(args, env);
    expect({ given, stdout }).toEqual({ given: code, stdout: '' });
    for (const text of says) expect(stderr).toContain(text);
    expect(stderr).not.toContain('node:internal');
    expect(existsSync(path.join(folder.dir, 'out'))).toBe(false);
  });

  test('a file that does not parse: 2', async () => {
    const file = path.join(folder.dir, 'broken.ts');
    writeFileSync(file, "export default { name: 'broken' ;\n");
    const { code, stderr } = await run([file]);
    expect(code).toBe(2);
    expect(stderr).toContain('broken.ts:1:32');
  });

  test('help and version: 0', async () => {
    const help = await barstream(['backtest', '--help']);
    expect(help.code).toBe(0);
    for (const text of ['--set', '--out', '--json', '--seed', '--equity', '0  ', '1  ', '2  ', '3  ', '4  ', '130'])
      expect(help.stdout).toContain(text);
    expect(await barstream(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test('an unknown command: 2', async () => {
    expect((await barstream(['backtset', wave])).code).toBe(2);
  });
});
