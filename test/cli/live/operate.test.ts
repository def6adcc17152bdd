import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { statSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';

import { barstream, root, scratchFolder } from '../../support/cli.js';
import { startBarstream, type LongRun } from '../../support/long-run.js';

const HOLDER = path.join(root, 'test', 'cli', 'live', 'fixtures', 'holder.mjs');
const SECRET = 'wJalrXUtnFEMI-K7MDENG';
const HOOK = '/services/T0000/B0000/XXXXsecretXXXX';
const env = { APCA_API_SECRET_KEY: SECRET };
const replay = (...more: string[]): string[] => [
  'paper',
  HOLDER,
  '--broker',
  'simulated',
  '--feed',
  'replay',
  '--instance',
  'demo',
  ...more,
];
// Three minutes a second: the session of 390 outlasts whatever the machine is busy with.
const SLOWLY = ['--speed', '180'];

let folder: ReturnType<typeof scratchFolder>;
let server: Server;
let url: string;
const posts: { kind: string; code: string; message: string; instance: string }[] = [];
let refusals = 2;

beforeAll(async () => {
  folder = scratchFolder();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // The other side is down at first: what is posted then must still come.
      const isUp = refusals-- <= 0;
      if (isUp && request.url === HOOK) posts.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof posts)[number]);
      response.writeHead(isUp ? 200 : 503).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}${HOOK}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  folder.remove();
});

const cli = (...args: string[]) => barstream(args, { cwd: folder.dir, env });
const told = async (...args: string[]): Promise<{ outcome: string; said: string }> => {
  const { code, stdout, stderr } = await cli(...args, '--json');
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
  return JSON.parse(stdout) as { outcome: string; said: string };
};
const status = async () =>
  JSON.parse((await cli('status', 'demo', '--json')).stdout) as {
    running: boolean;
    lastStep: { number: number };
    positions: object[];
    openOrders: object[];
    halt?: object;
  };

let run: LongRun;

test('a running instance is looked at, halted within a second, resumed and flattened', async () => {
  run = startBarstream(replay(...SLOWLY, '--webhook', url, '--log-level', 'info'), { cwd: folder.dir, env });
  await run.seen('filled    buy 10 AAA');

  const [again, before] = await Promise.all([cli(...replay()), status()]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is running already') });
  expect(before).toMatchObject({
    running: true,
    positions: [{ symbol: 'AAA', quantity: '10' }],
    openOrders: [{ order: 'buy 1 AAA limit 1 gtc' }],
  });

  const canceled = run.seen('canceled  buy 1 AAA limit 1 gtc: requested');
  expect(await told('halt', 'demo', '--reason', 'lunch')).toMatchObject({ outcome: 'obeyed', said: 'Halted. No order is working.' });
  // From the moment at which the word was on the disk.
  expect((await canceled) - statSync(path.join(folder.dir, '.barstream', 'demo', 'halt.json')).mtimeMs).toBeLessThan(1000);

  expect(await told('resume', 'demo')).toMatchObject({ outcome: 'obeyed', said: 'The halt is lifted; it was: lunch. It trades again.' });
  expect(await told('flatten', 'demo')).toMatchObject({
    outcome: 'obeyed',
    said: 'Everything is closed. It stays halted until it is resumed.',
  });
  expect(run.stdout()).toContain('order     sell 10 AAA market gtc (flatten)');
  expect(await status()).toMatchObject({ running: true, positions: [], openOrders: [], halt: { reason: 'flatten', by: 'operator' } });
}, 60_000);

test('SIGTERM ends it in good order, and the webhook has been told in spite of its faults', async () => {
  run.child.kill('SIGTERM');
  // npx hands on what the process has got already.
  run.child.kill('SIGTERM');
  const { code, stdout, stderr } = await run.done;
  expect(code).toBe(0);
  expect(stdout).toContain('holder as demo: stopped in good order, ');
  expect(posts.map(({ kind, code: name }) => [kind, name])).toEqual([
    ['fill', 'live/fill'],
    ['note', 'live/halted'],
    ['note', 'live/halted'],
    ['fill', 'live/fill'],
  ]);
  expect(posts[1]).toMatchObject({ instance: 'demo', message: 'halted by operator: lunch' });
  const logged = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged.map(({ code: name }) => name)).toEqual(
    expect.arrayContaining(['live/order', 'live/fill', 'live/halted', 'live/resumed', 'live/flat']),
  );
  expect(logged.every(({ instance, time, level }) => instance === 'demo' && typeof time === 'string' && typeof level === 'string')).toBe(
    true,
  );
});

test('without a process, words are kept for the next start, and a dry run changes nothing', async () => {
  const file = path.join(folder.dir, '.barstream', 'demo', 'journal.sqlite');
  const before = readFileSync(file);
  const { lastStep } = await status();
  const { code, stdout } = await cli(...replay('--dry-run'));
  expect(code).toBe(0);
  expect(stdout).toContain('A dry run: nothing was sent or written.');
  expect(readFileSync(file).equals(before)).toBe(true);
  expect((await status()).lastStep).toEqual(lastStep);

  expect(await told('halt', 'demo')).toMatchObject({
    outcome: 'not-running',
    said: expect.stringContaining('It was halted already: flatten.'),
  });
  expect(await told('resume', 'demo')).toMatchObject({ outcome: 'not-running', said: expect.stringContaining('start it again') });
  expect(await told('resume', 'demo')).toMatchObject({ said: 'It was not halted.' });
  const lost = await cli('halt', 'dmeo');
  expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('known here: demo') });
}, 60_000);

test('a strategy that throws halts with code 1, and keys and the address of the webhook are nowhere to be read', async () => {
  refusals = Infinity;
  const { code, stdout, stderr } = await barstream(
    ['paper', HOLDER, '--broker', 'simulated', '--feed', 'replay', '--instance', 'thrower', '--log-level', 'debug', '--webhook', url],
    { cwd: folder.dir, env: { ...env, HOLDER_THROWS: '3' } },
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/holder as thrower: the strategy threw[^]*\n {2}Halted .*the key \[redacted\] does not fit/);
  expect(stderr).toContain('live/strategy-threw');
  expect(stderr).toContain('a notification could not be posted: it answered 503');
  for (const secret of [SECRET, HOOK, 'XXXXsecretXXXX']) expect(stdout + stderr).not.toContain(secret);
}, 60_000);
