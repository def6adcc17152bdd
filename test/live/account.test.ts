import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { alpacaBroker, simulated } from '../../brokers/index.js';
import { startFakeAlpaca, type FakeAlpaca } from '../../brokers/testing/index.js';
import { number, Strategy, xnys, type Clock, type LiveBroker, type LiveOptions } from '../../src/index.js';
import { runLive, type JournalNote, type JournalStep, type LiveResult } from '../../src/live/index.js';
import { scratchFolder } from '../support/cli.js';
import { daily, flat } from '../support/series.js';
import { MovedClock, SteppedFeed, until } from './stepped.js';

let folder: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => folder.remove());

/** Buys so many on its first bar, rests another order far below on the second, and takes that back on the fourth. */
class Buyer extends Strategy<{ quantity: number; cancels: number }> {
  static override readonly parameters = { quantity: number({ default: 1 }), cancels: number({ default: 1 }) };
  memory = this.state('memory', { bars: 0 });

  override onSlice(): void {
    this.memory.bars += 1;
    if (this.memory.bars === 1) this.buy('A', this.params.quantity);
    if (this.memory.bars === 2) this.buy('A', this.params.quantity, { limit: 50 });
    if (this.memory.bars === 4 && this.params.cancels === 1) this.cancelAll();
  }
}

const prices = Array.from({ length: 8 }, () => flat(100));
const series = [daily('A', prices)];
const times = series[0]!.columns.time;

interface Bot {
  readonly feed: SteppedFeed;
  readonly steps: JournalStep[];
  readonly notes: Omit<JournalNote, 'at'>[];
  readonly broker: () => LiveBroker | undefined;
  /** Ends it in good order. */
  readonly stop: () => Promise<LiveResult>;
  readonly ready: Promise<void>;
}

function start(server: FakeAlpaca, clock: MovedClock, instance: string, params: object, live: LiveOptions, place: string, past = 1): Bot {
  const feed = new SteppedFeed(series, past);
  const end = new AbortController();
  const steps: JournalStep[] = [];
  const notes: Omit<JournalNote, 'at'>[] = [];
  let broker: LiveBroker | undefined;
  let connection = '';
  let fault: unknown;
  const running = runLive({
    config: {
      name: 'account',
      feeds: [],
      strategy: Buyer,
      account: { cash: 50_000 },
      broker: simulated(),
      live,
    },
    params: { ...params },
    feed,
    broker: (context) => {
      broker = alpacaBroker({ env: { ...server.env }, clock })(context) as LiveBroker;
      broker.connection.subscribe((state) => (connection = state));
      return broker;
    },
    folder: path.join(folder.dir, place, instance),
    instance,
    durability: 'relaxed',
    clock,
    signal: end.signal,
    onStep: (step) => steps.push(step),
    onNote: (note) => notes.push(note),
  });
  running.catch((error: unknown) => (fault = error));
  return {
    feed,
    steps,
    notes,
    broker: () => broker,
    ready: until('the bot is ready', () => {
      if (fault !== undefined) throw fault;
      return connection === 'ready' && feed.bars.observed;
    }),
    stop: () => {
      end.abort();
      return running;
    },
  };
}

/** @param ahead - milliseconds by which the venue's clock is ahead of the bots'. */
async function venue(ahead = 0): Promise<{ server: FakeAlpaca; clock: MovedClock }> {
  const clock = new MovedClock(times[0]! + 60_000);
  const venueClock: Clock = {
    now: () => clock.now() + ahead,
    at: (time, task) => clock.at(time - ahead, task),
    every: (period, task) => clock.every(period, task),
  };
  const server = await startFakeAlpaca({
    clock: venueClock,
    hours: 'driven',
    fills: 'next-price',
    partialFills: 0,
    priceCollar: false,
  });
  server.market.quote('A', 100);
  return { server, clock };
}

/** One session at the venue, and its bar for the bots. */
async function session(server: FakeAlpaca, clock: MovedClock, row: number, bots: readonly Bot[]): Promise<void> {
  const { open, close } = xnys.sessionOf(times[row]!);
  clock.moveTo(open);
  server.market.session({ symbol: 'A', open: 100, high: 100, low: 100, close: 100 });
  // What was adopted counts as filled too, and is no fill of the venue's.
  const ofVenue = (bot: Bot) => bot.steps.flatMap(({ input, outcomes }) => (input.kind === 'venue' ? outcomes : []));
  const told = (): number => bots.flatMap(ofVenue).filter(({ kind }) => kind === 'filled').length;
  await until('fills are told', () => told() === server.state().fills.filter(({ clientOrderId }) => clientOrderId !== 'stranger').length);
  clock.moveTo(close);
  for (const { feed } of bots) feed.deliver(row);
  await until('orders are answered', () => bots.every((bot) => bot.broker()?.busy === false));
}

describe('two instances of one class on one account', () => {
  test('have orders, positions and cash of their own', async () => {
    const { server, clock } = await venue();
    const shared = { account: 'shared' } as const;
    const left = start(server, clock, 'left', { quantity: 3 }, shared, 'two');
    const right = start(server, clock, 'right', { quantity: 5, cancels: 0 }, shared, 'two');
    await Promise.all([left.ready, right.ready]);
    for (let row = 1; row < 6; row++) await session(server, clock, row, [left, right]);
    const [a, b] = [await left.stop(), await right.stop()];
    const state = server.state();
    await server.stop();

    // 3 and 5 shares at 100 of an account of 100,000; each has 50,000 for itself.
    expect(state.positions).toEqual({ A: { qty: '8', avgEntryPrice: '100' } });
    expect(state.cash).toBe('99200');
    expect([a.positions, a.cash, a.haltReason]).toEqual([[{ symbol: 'A', quantity: '3' }], '49700', undefined]);
    expect([b.positions, b.cash, b.haltReason]).toEqual([[{ symbol: 'A', quantity: '5' }], '49500', undefined]);
    const told = state.orders.map(({ clientOrderId, qty, type, status }) => `${clientOrderId.split('-')[0]} ${type} ${qty} ${status}`);
    expect(told.toSorted()).toEqual(['left limit 3 canceled', 'left market 3 filled', 'right limit 5 new', 'right market 5 filled']);
    expect(new Set(state.orders.map(({ clientOrderId }) => clientOrderId)).size).toBe(4);
    // The journal of each tells of its own orders alone; the one that was not taken back works on.
    for (const [bot, name] of [
      [left, 'left'],
      [right, 'right'],
    ] as const) {
      const spokenOf = bot.steps.flatMap(({ input, outcomes }) => [
        ...(input.kind === 'venue' ? [input.event.clientOrderId] : []),
        ...outcomes.map(({ order }) => order),
      ]);
      expect(spokenOf.length).toBeGreaterThan(4);
      expect(spokenOf.filter((id) => !id.startsWith(`${name}-`))).toEqual([]);
    }
    expect([a.openOrders.length, b.openOrders.length]).toEqual([0, 1]);
  });
});

/** An account that holds 7 shares at 90 that nobody here bought, before the first bar is traded. */
async function withStranger(live: LiveOptions, place: string): Promise<{ result: LiveResult; bot: Bot; cash: string }> {
  const { server, clock } = await venue();
  const { url, env } = server;
  server.market.open();
  const posted = await fetch(`${url}/v2/orders`, {
    method: 'POST',
    headers: { 'apca-api-key-id': env.APCA_API_KEY_ID, 'apca-api-secret-key': env.APCA_API_SECRET_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ symbol: 'A', qty: '7', side: 'buy', type: 'market', time_in_force: 'day', client_order_id: 'stranger' }),
  });
  expect(posted.status).toBe(200);
  server.market.quote('A', 90);
  server.market.close();
  server.market.quote('A', 100);
  const bot = start(server, clock, 'bot', { quantity: 2 }, live, place);
  await bot.ready;
  for (let row = 1; row < 3; row++) await session(server, clock, row, [bot]);
  const result = await bot.stop();
  const { cash } = server.state();
  await server.stop();
  return { result, bot, cash };
}

describe('positions that are not of this run', () => {
  test('halt it by default, before it has sent anything', async () => {
    const { result, bot, cash } = await withStranger({}, 'halt');
    expect(result.haltReason).toBe('the account and the books differ: A: the books hold 0, the account 7');
    expect(bot.notes.find(({ code }) => code === 'live/difference')).toMatchObject({
      level: 'error',
      data: { kind: 'position', symbol: 'A', ours: '0', theirs: '7', policy: 'halt' },
    });
    expect(bot.steps.flatMap(({ outcomes }) => outcomes).map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
      'rejected halted',
      'rejected halted',
    ]);
    // 100,000 less 7 at 90.
    expect(cash).toBe('99370');
  });

  test('are taken into the books where that is said', async () => {
    const { result, bot, cash } = await withStranger({ foreign: 'adopt' }, 'adopt');
    expect([result.haltReason, result.positions]).toEqual([undefined, [{ symbol: 'A', quantity: '9' }]]);
    expect(bot.steps.find(({ input }) => input.kind === 'adopt')!.input).toMatchObject({
      positions: [{ symbol: 'A', quantity: '7', price: '90' }],
    });
    // 99,370 less 2 at 100, here and there.
    expect([result.cash, cash]).toEqual(['99170', '99170']);
  });

  test('are left alone where that is said', async () => {
    const { result, bot, cash } = await withStranger({ foreign: 'ignore' }, 'ignore');
    expect([result.haltReason, result.positions]).toEqual([undefined, [{ symbol: 'A', quantity: '2' }]]);
    expect(bot.steps.filter(({ input }) => input.kind === 'adopt' || (input.kind === 'cash' && input.as === 'adjustment'))).toEqual([]);
    // It goes on from the cash that the stranger has left: 99,370 less 2 at 100.
    expect([result.cash, cash]).toEqual(['99170', '99170']);
  });
});

describe('what makes trading senseless halts before anything is sent', () => {
  /** The reason of the halt, what was decided in spite of it, and the number of orders that got to the venue. */
  async function halted(place: string, at: { readonly ahead?: number; readonly blocked?: true }, live: LiveOptions) {
    const { server, clock } = await venue(at.ahead);
    if (at.blocked) server.block({ trading_blocked: true });
    const bot = start(server, clock, 'bot', { quantity: 2 }, live, place);
    await bot.ready;
    for (let row = 1; row < 3; row++) await session(server, clock, row, [bot]);
    const { haltReason } = await bot.stop();
    const { orders } = server.state();
    await server.stop();
    const outcomes = bot.steps.flatMap(({ outcomes: each }) => each).map(({ kind, reason }) => `${kind} ${reason}`);
    return { haltReason, outcomes, orders: orders.length };
  }

  test.each<[string, number, LiveOptions, string | undefined]>([
    ['a minute ahead', 60_000, { maxClockSkew: 30_000 }, "this machine's clock is 60.0 s behind the venue's"],
    ['a minute behind', -60_000, { maxClockSkew: 30_000 }, "this machine's clock is 60.0 s ahead of the venue's"],
    ['within what is allowed', 60_000, { maxClockSkew: 61_000 }, undefined],
  ])("the venue's clock is %s", async (place, ahead, live, reason) => {
    const { haltReason, outcomes, orders } = await halted(place, { ahead }, live);
    expect(haltReason).toBe(reason);
    if (reason === undefined) expect(orders).toBe(2);
    else expect([outcomes, orders]).toEqual([['rejected halted', 'rejected halted'], 0]);
  });

  test('the venue has blocked the account', async () => {
    expect(await halted('blocked', { blocked: true }, {})).toEqual({
      haltReason: 'the venue lets nothing be traded: trading_blocked',
      outcomes: ['rejected halted', 'rejected halted'],
      orders: 0,
    });
  });
});
