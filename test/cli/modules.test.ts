import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { barstream, fixture, scratchFolder } from '../support/cli.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

/** Folders of users: what package.json says there, if there is one. */
const packages: readonly (readonly [string, string | undefined])[] = [
  ['without a package.json', undefined],
  ['in a CommonJS package', '{ "type": "commonjs" }'],
  ['in an ES module package', '{ "type": "module" }'],
];

/** A folder with a TypeScript file that imports another one, outside every project that has Barstream. */
function userFolder(name: string, manifest: string | undefined): string {
  const dir = path.join(folder.dir, name.replaceAll(' ', '-'));
  mkdirSync(dir, { recursive: true });
  if (manifest !== undefined) writeFileSync(path.join(dir, 'package.json'), manifest);
  copyFileSync(fixture('bars.mjs'), path.join(dir, 'bars.mjs'));
  writeFileSync(
    path.join(dir, 'nothing.ts'),
    "import { Strategy } from 'barstream';\nexport class Nothing extends Strategy {\n  started: number = 1;\n}\n",
  );
  writeFileSync(
    path.join(dir, 'run.ts'),
    `import { BarstreamError, ConfigError, Strategy, defineBacktest } from 'barstream';
import { simulated } from 'barstream/brokers';
import { feed } from './bars.mjs';
import { Nothing } from './nothing.js';

const same: boolean = Nothing.prototype instanceof Strategy && ConfigError.prototype instanceof BarstreamError;
if (process.env['THROW'] !== undefined) throw new ConfigError('from the file', { code: 'test/identity' });
export default defineBacktest({ name: same ? 'same' : 'other', feeds: [feed], strategy: Nothing, broker: simulated() });
`,
  );
  return dir;
}

describe('a TypeScript file shares its classes with the command line', () => {
  test.each(packages)('%s', async (name, manifest) => {
    const dir = userFolder(name, manifest);
    const run = await barstream(['backtest', 'run.ts', '--out', 'out'], { cwd: dir });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^\nsame: /);
    // Only the very class of the command line is explained with its code and mapped to 2.
    const thrown = await barstream(['backtest', 'run.ts'], { cwd: dir, env: { THROW: '1' } });
    expect(thrown).toMatchObject({ code: 2, stderr: 'ConfigError: from the file\n  code: test/identity\n' });
  });

  test('inside this package', async () => {
    const run = await barstream(['backtest', fixture('identity.ts'), '--out', path.join(folder.dir, 'own')]);
    expect(run.stdout).toMatch(/^\nsame: /);
    const thrown = await barstream(['backtest', fixture('identity.ts')], { env: { THROW: 'config' } });
    expect(thrown).toMatchObject({ code: 2, stderr: expect.stringContaining('code: test/identity') });
  });
});

test('a JavaScript file outside every project finds the package', async () => {
  const dir = userFolder('plain', '{ "type": "module" }');
  copyFileSync(fixture('plain.js'), path.join(dir, 'plain.js'));
  expect(await barstream(['backtest', 'plain.js', '--out', 'out'], { cwd: dir })).toMatchObject({ code: 0, stderr: '' });
});

test('errors in a TypeScript file name its own lines', async () => {
  const dir = userFolder('lines', '{ "type": "module" }');
  writeFileSync(
    path.join(dir, 'throws.ts'),
    'interface Gone {\n  readonly a: number;\n}\n\nexport const x: Gone = { a: 1 };\nthrow new TypeError(`no ${x.a}`);\n',
  );
  const { code, stderr } = await barstream(['backtest', 'throws.ts'], { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain('throws.ts:6:7');
});
