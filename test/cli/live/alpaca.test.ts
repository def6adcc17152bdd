import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { startFakeAlpaca, type FakeAlpaca } from '../../../brokers/testing/index.js';
import { checkKeys, checkRealMoney, paperOptionsOf, type PaperFlags } from '../../../cli/live/paper-options.js';
import { alwaysOpen, xnys, type BacktestConfig } from '../../../src/index.js';
import { barstream, root, scratchFolder } from '../../support/cli.js';

const HOLDER = path.join(root, 'test', 'cli', 'live', 'fixtures', 'holder.mjs');
let server: FakeAlpaca;
let folder: ReturnType<typeof scratchFolder>;

beforeAll(async () => {
  folder = scratchFolder();
  server = await startFakeAlpaca({ hours: alwaysOpen, partialFills: 0 });
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const cli = (...args: string[]) => barstream(args, { cwd: folder.dir, env: { ...server.env, HOLDER_INTERVAL: '1d' } });

/** Gives the server the session bar that lies so many sessions back, with this open. */
function giveSession(back: number, open: number): void {
  const { date } = xnys.at(xnys.nextClosing(Date.now()).index - 1 - back);
  const bar = { time: Date.parse(`${date}T05:00:00Z`), open, high: open + 2, low: open - 1, close: open + 1, volume: 1_000_000 };
  server.market.history('AAA', '1Day', [bar]);
}

describe('a paper account of Alpaca', () => {
  test('a dry run says what would be sent, and leaves no trace', async () => {
    // The latest session is still missing.
    for (let back = 20; back > 0; back--) giveSession(back, 80 - back);
    server.market.quote('AAA', 80.5);
    const { code, stdout } = await cli('paper', HOLDER, '--once', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('order     buy 10 AAA market gtc (first)');
    expect(server.state().orders).toEqual([]);
    expect(existsSync(path.join(folder.dir, '.barstream'))).toBe(false);
  }, 60_000);

  test('live bars can be traded at the simulated broker', async () => {
    const { code, stdout } = await cli('paper', HOLDER, '--once', '--broker', 'simulated', '--instance', 'sim', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      instance: 'sim',
      end: 'once',
      openOrders: ['buy 10 AAA market gtc', 'buy 1 AAA limit 1 gtc'],
    });
    expect(server.state().orders).toEqual([]);
  }, 60_000);

  test('once decides what is due, once a session', async () => {
    const first = await cli('paper', HOLDER, '--once', '--log-level', 'warn');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('filled    buy 10 AAA @ 80.5, costs 0\n');
    const { orders, positions } = server.state();
    expect(orders.map(({ side, qty, type, status, limitPrice }) => [side, qty, type, status, limitPrice])).toEqual([
      ['buy', '10', 'market', 'filled', undefined],
      ['buy', '1', 'limit', 'new', '1'],
    ]);
    expect(orders.every(({ clientOrderId }) => clientOrderId.startsWith('Holder-'))).toBe(true);

    // The latest session opens at 80; the strategy has nothing to do in it.
    giveSession(0, 80);
    const second = await cli('paper', HOLDER, '--once', '--json');
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ positions: [{ symbol: 'AAA', quantity: '10' }], orders: 2, fills: 1 });
    expect(server.state().orders).toHaveLength(2);
    expect(server.state().positions).toEqual(positions);
  }, 90_000);

  test('parity finds the decisions the same, and what the fill has cost against the model', async () => {
    const { code, stdout } = await cli('parity', 'Holder', '--json');
    expect(code).toBe(0);
    const { same, slippage } = JSON.parse(stdout) as { same: boolean; slippage: object };
    expect(same).toBe(true);
    // Paid 80.5, and the model pays the open after the decision, 80, without costs: 0.5 / 80 = 62.5 bp.
    expect(slippage).toMatchObject({
      orders: 1,
      compared: 1,
      mean: { paid: 62.5, model: 0, difference: 62.5 },
      worst: { difference: 62.5, what: 'buy 10 AAA market gtc' },
    });

    const other = await cli('parity', 'Holder', HOLDER, '--set', 'units=11');
    expect(other.code).toBe(1);
    expect(other.stdout).toMatch(/^First decision that differs: step \d+, /);
    expect(other.stdout).toContain('  bar      AAA open 79, high 81, low 78, close 80, volume 1000000\n');
    expect(other.stdout).toMatch(/\n {2}journal {2}buy 10 AAA market gtc \[Holder-[^\n]+\n {2}now {6}buy 11 AAA market gtc \[Holder-/);
  }, 60_000);
});

describe('deciding before the close', () => {
  test('session bars are made of minutes up to then, and decided on once', async () => {
    const venue = await startFakeAlpaca({ hours: alwaysOpen, partialFills: 0 });
    const run = (...args: string[]) =>
      barstream(['paper', HOLDER, '--once', '--decide-before-close', '15', '--instance', 'early', ...args], {
        cwd: folder.dir,
        env: { ...venue.env, HOLDER_INTERVAL: '1d' },
      });
    try {
      const next = xnys.nextClosing(Date.now());
      const latest = Date.now() < next.close - 15 * 60_000 ? next.index - 1 : next.index;
      for (const { open, close } of [latest - 1, latest].map((index) => xnys.at(index))) {
        // 20, and a cent more every minute; nothing that trades in the last quarter of an hour counts.
        const minutes = Array.from({ length: (close - open) / 60_000 }, (_, i) => 20 + i / 100);
        venue.market.history(
          'AAA',
          '1Min',
          minutes.map((price, i) => ({ time: open + i * 60_000, open: price, high: price, low: price, close: price, volume: 100 })),
        );
      }
      venue.market.quote('AAA', 30);
      const { code, stdout } = await run('--log-level', 'warn');
      expect(code).toBe(0);
      expect(stdout).toContain('filled    buy 10 AAA @ 30, costs 0\n');
      const again = await run('--json');
      expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { orders: 2, fills: 1 }]);
      expect(venue.state().orders).toHaveLength(2);

      // The bar that was decided on: the minutes of the latest session less the last fifteen.
      const { open, close } = xnys.at(latest);
      const last = (close - open) / 60_000 - 15 - 1;
      const told = await barstream(['parity', 'early', HOLDER, '--set', 'units=11'], { cwd: folder.dir, env: { HOLDER_INTERVAL: '1d' } });
      const price = Number((20 + last / 100).toFixed(2));
      expect(told.stdout).toContain(`  bar      AAA open 20, high ${price}, low 20, close ${price}, volume ${(last + 1) * 100}\n`);
    } finally {
      await venue.stop();
    }
  }, 90_000);
});

describe('options', () => {
  const flags = (given: Partial<PaperFlags>): PaperFlags => ({ broker: 'alpaca', feed: 'alpaca', set: [], alpacaFeed: 'iex', ...given });
  const config = (realMoney?: boolean) => ({ name: 'x', live: { ...(realMoney !== undefined && { realMoney }) } }) as BacktestConfig;

  test.each<[string, Partial<PaperFlags>, string]>([
    ['old bars to a broker', { feed: 'replay' }, 'paper/replay-to-broker'],
    ['a speed of live bars', { speed: '2' }, 'paper/speed'],
    ['a replay once', { broker: 'simulated', feed: 'replay', once: true }, 'paper/once'],
    ['real money at a simulated broker', { broker: 'simulated', live: true }, 'paper/live-simulated'],
    ['an unknown broker', { broker: 'ib' }, 'cli/broker'],
    ['no speed', { broker: 'simulated', feed: 'replay', speed: '0' }, 'cli/speed'],
    ['half a minute', { decideBeforeClose: '0.5' }, 'cli/decide-before-close'],
    ['an unknown level', { logLevel: 'loud' }, 'cli/log-level'],
  ])('%s are refused', (_, given, code) => {
    expect(() => paperOptionsOf(flags(given))).toThrow(expect.objectContaining({ code }));
  });

  test('real money needs two words', () => {
    const check = (live: boolean, realMoney?: boolean) => () => checkRealMoney(paperOptionsOf(flags({ live })), config(realMoney));
    expect(check(true)).toThrow(expect.objectContaining({ code: 'paper/real-money-config' }));
    expect(check(false, true)).toThrow(expect.objectContaining({ code: 'paper/real-money-flag' }));
    expect(check(true, true)).not.toThrow();
    expect(check(false)).not.toThrow();
  });

  test('without keys the offline demo is named', () => {
    const check = (given: Partial<PaperFlags>, env: Record<string, string>) => () => checkKeys(paperOptionsOf(flags(given)), 'a.ts', env);
    expect(check({}, { APCA_API_KEY_ID: 'k' })).toThrow(
      expect.objectContaining({ code: 'paper/keys', hint: expect.stringContaining('--broker simulated --feed replay a.ts') }),
    );
    expect(check({ broker: 'simulated', feed: 'replay' }, {})).not.toThrow();
    expect(check({}, { APCA_API_KEY_ID: 'k', APCA_API_SECRET_KEY: 's' })).not.toThrow();
  });
});
