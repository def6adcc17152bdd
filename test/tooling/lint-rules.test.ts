import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** One file of the throw-away project and the rules it must break; none listed means it must be clean. */
interface Case {
  file: string;
  code: string;
  rules?: string[];
}

interface Diagnostic {
  code: string;
  filename: string;
  message: string;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const oxlint = path.join(root, 'node_modules', '.bin', 'oxlint');

const layers = 'barstream(layers)';
const clock = 'barstream(no-wall-clock)';
const network = 'barstream(no-network-modules)';
const globals = 'eslint(no-restricted-globals)';
const cycle = 'import(no-cycle)';
const noDefault = 'import(no-default-export)';

const directions: Case[] = [
  { file: 'src/core/to-feeds.ts', code: `export { a } from '../../feeds/csv/a.js';`, rules: [layers] },
  { file: 'src/core/to-brokers.ts', code: `import type { A } from '../../brokers/a.js';\nexport type B = A;`, rules: [layers] },
  { file: 'src/core/to-strategies.ts', code: `export const a = () => import('../../strategies/a.js');`, rules: [layers] },
  { file: 'src/core/to-examples.ts', code: `export type A = import('../../examples/a.js').A;`, rules: [layers] },
  { file: 'src/core/to-test.ts', code: `export * from '../../test/a.js';`, rules: [layers] },
  { file: 'src/core/to-feeds-by-name.ts', code: `export { a } from 'barstream/feeds';`, rules: [layers] },
  { file: 'src/core/to-itself-by-name.ts', code: `export { a } from 'barstream';`, rules: [layers] },
  { file: 'feeds/csv/to-brokers.ts', code: `export { a } from '../../brokers/a.js';`, rules: [layers] },
  { file: 'feeds/to-strategies.ts', code: `export { a } from '../strategies/a.js';`, rules: [layers] },
  { file: 'feeds/to-src-by-name.ts', code: `export { a } from 'barstream/statistics';`, rules: [layers] },
  { file: 'brokers/simulated/to-feeds.ts', code: `export { a } from '../../feeds/a.js';`, rules: [layers] },
  { file: 'brokers/to-examples.ts', code: `export { a } from '../examples/a.js';`, rules: [layers] },
  { file: 'strategies/to-feeds.ts', code: `export { a } from '../feeds/a.js';`, rules: [layers] },
  { file: 'strategies/to-brokers.ts', code: `export { a } from '../brokers/a.js';`, rules: [layers] },
  { file: 'bench/to-examples.mjs', code: `export { a } from '../examples/a.js';`, rules: [layers] },
  { file: 'examples/to-test.ts', code: `export { a } from '../test/a.js';`, rules: [layers] },
  { file: 'feeds/csv/to-src.ts', code: `export { a } from '../../src/core/a.js';` },
  { file: 'brokers/simulated/to-src.ts', code: `export { a } from '../../src/core/a.js';` },
  { file: 'strategies/to-src.ts', code: `export { a } from '../src/core/a.js';` },
  { file: 'src/core/to-src-feeds.ts', code: `export { a } from '../feeds/a.js';` },
  { file: 'examples/to-package.ts', code: `import { a } from 'barstream/feeds';\nexport default a;` },
  { file: 'test/to-examples.test.ts', code: `export { a } from '../examples/a.js';` },
];

const cycles: Case[] = [
  { file: 'src/cycle/one.ts', code: `import { two } from './two.js';\nexport const one = () => two;`, rules: [cycle] },
  { file: 'src/cycle/two.ts', code: `import { one } from './one.js';\nexport const two = () => one;`, rules: [cycle] },
  { file: 'src/cycle/three.ts', code: `import type { Four } from './four.js';\nexport type Three = Four[];`, rules: [cycle] },
  { file: 'src/cycle/four.ts', code: `import type { Three } from './three.js';\nexport type Four = Three[];`, rules: [cycle] },
  { file: 'src/cycle/none.ts', code: `import { one } from './one.js';\nexport const none = one;` },
];

const defaults: Case[] = ['src/core', 'feeds', 'brokers', 'strategies'].map((folder) => ({
  file: `${folder}/default.ts`,
  code: `export default 1;`,
  rules: [noDefault],
}));

const impure: [name: string, code: string][] = [
  ['date-now', `export const a = Date.now();`],
  ['date-now-computed', `export const a = Date['now']();`],
  ['date-now-global', `export const a = globalThis.Date.now();`],
  ['date-new', `export const a = new Date();`],
  ['date-call', `export const a = Date();`],
  ['date-alias', `const D = Date;\nexport const a = new D();`],
  ['performance-now', `export const a = performance.now();`],
  ['performance-import', `import { performance } from 'node:perf_hooks';\nexport const a = performance.now();`],
  ['hrtime', `export const a = process.hrtime();`],
  ['hrtime-bigint', `export const a = process.hrtime.bigint();`],
  ['set-timeout', `setTimeout(() => undefined, 1);`],
  ['set-interval', `setInterval(() => undefined, 1);`],
  ['set-immediate', `setImmediate(() => undefined);`],
  ['set-timeout-global', `globalThis.setTimeout(() => undefined, 1);`],
  ['timers-module', `import { setTimeout as sleep } from 'node:timers/promises';\nexport const a = sleep(1);`],
  ['abort-timeout', `export const a = AbortSignal.timeout(1);`],
  ['math-random', `export const a = Math.random();`],
  ['math-random-taken-apart', `const { random } = Math;\nexport const a = random();`],
  ['crypto-random', `export const a = crypto.randomUUID();`],
  ['crypto-random-import', `import { randomBytes } from 'node:crypto';\nexport const a = randomBytes(1);`],
  ['luxon-now', `import { DateTime } from 'luxon';\nexport const a = DateTime.now();`],
  ['luxon-utc', `import { DateTime } from 'luxon';\nexport const a = DateTime.utc();`],
  ['rxjs-interval', `import { interval } from 'rxjs';\nexport const a = interval(1);`],
];

const pure: [name: string, code: string][] = [
  ['date-from-value', `export const a = new Date(0);\nexport const b = Date.UTC(2020, 0, 1);\nexport const c = Date.parse('2020-01-01');`],
  ['date-tested', `export const isDate = (value: unknown): value is Date => value instanceof Date;`],
  ['own-timer', `export const run = (setTimeout: () => void) => setTimeout();`],
  ['hash', `import { createHash } from 'node:crypto';\nexport const a = createHash('sha256');`],
  ['luxon-from-value', `import { DateTime } from 'luxon';\nexport const a = DateTime.utc(2020, 1, 1);`],
  ['rxjs-plain', `import { map, Subject } from 'rxjs';\nexport const a = new Subject<number>().pipe(map((x) => x + 1));`],
  ['max', `export const a = Math.max(1, 2);\nexport const b = process.env['HOME'];`],
];

const clocks: Case[] = [
  ...impure.map(([name, code]) => ({ file: `src/impure/${name}.ts`, code, rules: [clock] })),
  ...pure.map(([name, code]) => ({ file: `src/pure/${name}.ts`, code })),
  { file: 'feeds/now.ts', code: `export const a = Date.now();`, rules: [clock] },
  { file: 'brokers/random.ts', code: `export const a = Math.random();`, rules: [clock] },
  { file: 'strategies/now.ts', code: `export const a = new Date();`, rules: [clock] },
  { file: 'src/clock/live-clock.ts', code: `export const a = Date.now();\nsetTimeout(() => new Date(), performance.now());` },
  { file: 'src/clock/other-clock.ts', code: `export const a = Date.now();`, rules: [clock] },
  { file: 'src/cli/progress.ts', code: `export const a = performance.now();\nsetInterval(() => undefined, a);` },
  { file: 'src/cli/now.ts', code: `export const a = Date.now();`, rules: [clock] },
  { file: 'src/cli/random.ts', code: `export const a = Math.random();`, rules: [clock] },
  { file: 'src/engine/yield.ts', code: `export const a = () => new Promise<void>((resolve) => setImmediate(resolve));` },
  { file: 'src/engine/other.ts', code: `export const a = () => new Promise<void>((resolve) => setImmediate(resolve));`, rules: [clock] },
  { file: 'examples/now.ts', code: `export const a = Date.now();` },
];

const offline: Case[] = [
  ...['node:http', 'node:https', 'node:net', 'undici', 'http'].map((name) => ({
    file: `src/net/${name.replace(':', '-')}.ts`,
    code: `import * as a from '${name}';\nexport const b = a;`,
    rules: [network],
  })),
  { file: 'src/net/dynamic.ts', code: `export const a = () => import('node:https');`, rules: [network] },
  { file: 'src/net/fetch.ts', code: `export const a = fetch('x');`, rules: [globals] },
  { file: 'src/net/fetch-global.ts', code: `export const a = globalThis.fetch('x');`, rules: [globals] },
  { file: 'src/net/web-socket.ts', code: `export const a = new WebSocket('x');`, rules: [globals] },
  { file: 'src/cli/web-socket.ts', code: `export const a = new WebSocket('x');`, rules: [globals] },
  { file: 'feeds/http.ts', code: `import * as a from 'node:http';\nexport const b = a;\nexport const c = fetch('x');` },
];

const closures: Case[] = [
  { file: 'src/engine/arrow.ts', code: `export class A {\n  f?: () => A;\n  g() {\n    this.f = () => this;\n  }\n}` },
  { file: 'src/portfolio/other.ts', code: `export const a = (b: { f?: () => void }) => {\n  b.f = function () {};\n};` },
  {
    file: 'brokers/simulated/private.ts',
    code: `export class A {\n  #f?: () => A;\n  g() {\n    this.#f = () => this;\n    return this.#f;\n  }\n}`,
  },
].map((one) => ({ ...one, rules: ['barstream(no-assigned-closures)'] }));
closures.push(
  { file: 'src/engine/handed.ts', code: `export const a = (b: { f?: () => void }, f: () => void) => {\n  b.f = f;\n};` },
  { file: 'src/live/arrow.ts', code: `export const a = (b: { f?: () => void }) => {\n  b.f = () => {};\n};` },
);

const others: Case[] = [
  ...['src/core', 'feeds', 'brokers', 'strategies', 'examples', 'test'].map((folder) => ({
    file: `${folder}/any.ts`,
    code: `export const a = (value: any) => value;`,
    rules: ['typescript(no-explicit-any)'],
  })),
  { file: 'src/core/console.ts', code: `console.info('x');`, rules: ['eslint(no-console)'] },
  { file: 'src/cli/console.ts', code: `console.info('x');` },
  { file: 'src/core/equals.ts', code: `export const a = (x: unknown) => x == 1;`, rules: ['eslint(eqeqeq)'] },
  { file: 'bench/loop.mjs', code: `export { a } from '../examples/a.js';\nvar b = 1;` },
  { file: 'bench/gen.mjs', code: `export { a } from '../examples/a.js';\nvar b = 1;` },
  { file: 'test/golden/a.mjs', code: `var b = 1;` },
];

const groups: [title: string, cases: Case[]][] = [
  ['import directions', directions],
  ['import cycles', cycles],
  ['default exports', defaults],
  ['wall clock and randomness', clocks],
  ['network', offline],
  ['closures in properties', closures],
  ['other rules', others],
];

describe('lint rules', () => {
  let project: string;
  let diagnostics: Diagnostic[];

  beforeAll(() => {
    project = realpathSync(mkdtempSync(path.join(tmpdir(), 'barstream-lint-')));
    cpSync(path.join(root, '.oxlintrc.json'), path.join(project, '.oxlintrc.json'));
    cpSync(path.join(root, 'scripts', 'lint'), path.join(project, 'scripts', 'lint'), { recursive: true });
    for (const { file, code } of groups.flatMap(([, cases]) => cases)) {
      mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
      writeFileSync(path.join(project, file), `${code}\n`);
    }
    const run = spawnSync(oxlint, ['--format=json'], { cwd: project, encoding: 'utf8' });
    if (!run.stdout.startsWith('{')) throw new Error(`oxlint did not run: ${run.stdout}${run.stderr}`);
    diagnostics = (JSON.parse(run.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
    expect(run.status).toBe(1);
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  describe.each(groups)('%s', (_title, cases) => {
    test.each(cases.map((one) => [`${one.file} ${one.rules ? `breaks ${one.rules.join(', ')}` : 'is clean'}`, one] as const))(
      '%s',
      (_name, { file, rules = [] }) => {
        const found = diagnostics.filter((one) => path.relative(project, path.resolve(project, one.filename)) === path.normalize(file));
        expect([...new Set(found.map((one) => one.code))].sort()).toEqual([...rules].sort());
      },
    );
  });

  test('every diagnostic belongs to a file of this test', () => {
    const files = new Set(groups.flatMap(([, cases]) => cases.map((one) => one.file)));
    expect(diagnostics.filter((one) => !files.has(one.filename.split(path.sep).join('/')))).toEqual([]);
  });
});
