import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { barstream, root } from '../support/cli.js';

/** A fenced block of a guide. */
interface Block {
  /** File and line, for the names of tests. */
  readonly place: string;
  readonly language: string;
  /** What else the fence says: `run` has a block executed. */
  readonly words: readonly string[];
  readonly code: string;
}

const run = promisify(execFile);
/** Commands about finished runs, of which earlier commands have made the folders; those of paper trading are about replays. */
const ABOUT_RUNS = ['rerun', 'diff', 'explain', 'report'];
const markdownOf = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const GUIDES = ['README.md', ...markdownOf('docs'), ...markdownOf('docs/coming-from')];

function blocksOf(guide: string): Block[] {
  const blocks: Block[] = [];
  const lines = readFileSync(path.join(root, guide), 'utf8').split('\n');
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```(\w+)(.*)$/.exec(lines[at]!);
    if (fence === null) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`${guide}:${at + 1}: the block has no end`);
    const words = fence[2]!.trim().split(/\s+/).filter(Boolean);
    blocks.push({ place: `${guide}:${at + 1}`, language: fence[1]!, words, code: lines.slice(at + 1, end).join('\n') });
    at = end;
  }
  return blocks;
}

const blocks = GUIDES.flatMap(blocksOf);
const code = blocks.filter(({ language }) => ['ts', 'js'].includes(language));
const configurations = code.filter((block) => block.code.includes('export default defineBacktest('));
const scripts = code.filter((block) => block.words.includes('run'));
const commands = blocks
  .filter(({ language }) => ['bash', 'sh'].includes(language))
  .flatMap(({ place, code: lines }) => lines.split('\n').flatMap((line) => commandOf(place, line)));

interface Command {
  readonly place: string;
  readonly line: string;
  readonly args: string[];
  /** The exit code that its comment names, for example `# exit code 1: they differ`. */
  readonly code: number;
}

/** The arguments of `npx barstream ...`, where what it names is here. */
function commandOf(place: string, line: string): Command[] {
  const match = /^npx barstream (.*?)(?:\s+#(.*))?$/.exec(line.trim());
  if (match === null) return [];
  const args = match[1]!.split(/\s+/);
  const here =
    args[0] === 'backtest'
      ? existsSync(path.join(root, args[1]!))
      : ABOUT_RUNS.includes(args[0]!) || args.includes('replay') || args.some((arg) => arg.endsWith('-replay-1'));
  const code = Number(/exit code (\d+)/.exec(match[2] ?? '')?.[1] ?? 0);
  return here ? [{ place, line: line.trim(), args, code }] : [];
}

// A folder of the package itself, so that `barstream` means this package, and one for what the commands write.
let folder: string;
let scratch: string;
const fileOf = (block: Block): string => path.join(folder, `${block.place.replaceAll(/\W+/g, '-')}.${block.language}`);

beforeAll(() => {
  mkdirSync(path.join(root, 'results'), { recursive: true });
  folder = mkdtempSync(path.join(root, 'results', '.guides-'));
  scratch = mkdtempSync(path.join(tmpdir(), 'barstream-guides-'));
  symlinkSync(path.join(root, 'examples'), path.join(scratch, 'examples'));
  for (const block of code) writeFileSync(fileOf(block), `${block.code}\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
});

test('the guides hold code and commands', () => {
  expect(code.length).toBeGreaterThan(15);
  expect(configurations.length).toBeGreaterThan(5);
  expect(scripts.length).toBeGreaterThan(1);
  expect(commands.length).toBeGreaterThan(2);
});

test('every TypeScript block passes the type checks of this project', async () => {
  const config = { extends: '../../tsconfig.json', compilerOptions: { noUnusedLocals: false }, include: ['*.ts'] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const output = await run(process.execPath, [tsc, '--noEmit', '--pretty', 'false', '-p', folder], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
  expect(output).toBe('');
}, 60_000);

/** Runs files one after the other in one process, and prints what went wrong with each. */
const RUNNER = `
import { backtest } from 'barstream';

const log = console.log;
console.log = () => {};
for (const name of process.argv.slice(2)) {
  try {
    const { default: config } = await import('./' + name);
    const result = config && (await backtest(config));
    log(JSON.stringify([name, result && !(result.finalEquity > 0) ? 'no equity' : '']));
  } catch (error) {
    log(JSON.stringify([name, String(error)]));
  }
}
`;

describe('complete blocks run', () => {
  const outcomes = new Map<string, string>();
  const complete = [...configurations, ...scripts];

  beforeAll(async () => {
    const runner = path.join(folder, 'runner.mts');
    writeFileSync(runner, RUNNER);
    const { NODE_OPTIONS: _options, ...env } = process.env;
    const tsx = pathToFileURL(path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
    const names = complete.map((block) => path.basename(fileOf(block)));
    const { stdout } = await run(process.execPath, ['--import', tsx, runner, ...names], { cwd: scratch, env });
    for (const line of stdout.trim().split('\n')) outcomes.set(...(JSON.parse(line) as [string, string]));
  });

  test.each(complete.map((block) => [block.place, block] as const))('%s', (_, block) => {
    expect(outcomes.get(path.basename(fileOf(block)))).toBe('');
  });
});

describe('commands run', () => {
  test.each(commands.map(({ place, line, ...command }) => [`${place} ${line}`, command] as const))(
    '%s',
    async (_, { args, code: expected }) => {
      const result = await barstream(args, { cwd: scratch });
      expect([result.stderr, result.code]).toEqual(['', expected]);
    },
  );
});

describe('README.md', () => {
  const readme = blocksOf('README.md');

  test('its strategy is examples/sma-cross.ts, which may only say more and know where its data are', () => {
    const shown = readme.find((block) => block.language === 'ts')!.code;
    const example = readFileSync(path.join(root, 'examples', 'sma-cross.ts'), 'utf8')
      .replace("new URL('data/SPY.csv', import.meta.url)", "'examples/data/SPY.csv'")
      .replaceAll(/^\/\/.*\n/gm, '');
    expect(shown.trim()).toBe(example.trim());
  });

  test('the result it shows is that of a run', async () => {
    const shown = readme.find((block) => block.language === 'text' && block.code.startsWith('sma-cross'))!;
    const { stdout, stderr } = await barstream(['backtest', 'examples/sma-cross.ts', '--out', path.join(scratch, 'readme')]);
    expect(stderr).toBe('');
    const printed = stdout.replaceAll(/\s+/g, ' ');
    for (const line of shown.code.split('\n')) expect(printed).toContain(line.trim().replaceAll(/\s+/g, ' '));
  });
});
