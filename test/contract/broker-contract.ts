import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { isTerminal, type ApprovedOrder, type Broker, type Execution, type Side, type TimeInForce } from '../../src/index.js';
import { cases } from '../support/scale.js';

/** What the contract orders: lots of the harness's only instrument, whose last price is 100. */
export interface Ticket {
  readonly side: Side;
  readonly lots: number;
  readonly limit?: number;
  readonly stop?: number;
  readonly timeInForce?: TimeInForce;
}

/** One session of the market. */
export interface MarketSession {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Most lots that may be filled in it; default plenty. */
  readonly lots?: number;
}

/** A broker with a market behind it: the simulated venue with bars, a networked adapter with a server of the test. */
export interface BrokerSession {
  readonly broker: Broker;
  /** Everything that the broker has said. */
  readonly executions: readonly Execution[];
  /** An order that has passed the risk gate. Every call makes a new one. */
  order(ticket: Ticket): ApprovedOrder;
  /** Hands an order over and waits for the broker's answer. */
  submit(order: ApprovedOrder): Promise<void>;
  /** Asks for an order's end and waits for what comes of it. */
  cancel(order: ApprovedOrder): Promise<void>;
  /** Lets the market trade for one session. */
  trade(session: MarketSession): Promise<void>;
  /** Ends the data: whatever still works ends too. */
  end(): Promise<void>;
}

export interface BrokerHarness {
  readonly name: string;
  /** A connected broker with an empty account. */
  open(account: { readonly cash: number; readonly shortSales: boolean }): Promise<BrokerSession>;
}

const QUIET: MarketSession = { open: 100, high: 101, low: 99, close: 100 };

/** What every broker promises the engine (see the port in src/broker/broker.ts), as tests. */
export function brokerContract(harness: BrokerHarness): void {
  describe(`broker contract: ${harness.name}`, () => {
    let session: BrokerSession;
    beforeEach(async () => {
      session = await harness.open({ cash: 100_000, shortSales: false });
    });
    afterEach(async () => {
      await session.end();
      proveAll(session);
      await session.broker.close();
    });

    /** Kinds of an order's executions so far, in order. */
    const kinds = (order: ApprovedOrder): string[] => of(session, order).map((execution) => execution.kind);
    const send = async (ticket: Ticket): Promise<ApprovedOrder> => {
      const order = session.order(ticket);
      await session.submit(order);
      return order;
    };

    test('states its account when it connects', async () => {
      const account = await session.broker.connect();
      expect([account.currency, account.cash.toString(), account.positions]).toEqual(['USD', '100000', []]);
      expect(session.broker.name).not.toBe('');
    });

    test('describes its settings as plain JSON', () => {
      const settings = session.broker.describe();
      expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
    });

    test('accepts an order, then fills it', async () => {
      const order = await send({ side: 'buy', lots: 10 });
      expect(kinds(order)).toEqual(['accepted']);
      await session.trade(QUIET);
      expect(kinds(order)).toEqual(['accepted', 'filled']);
      expect(of(session, order)[1]).toMatchObject({ complete: true, remaining: 0, fill: { lots: 10, side: 'buy', priceNumber: 100 } });
    });

    test('fills part by part: every part says what is left, only the last is the end', async () => {
      const order = await send({ side: 'buy', lots: 25 });
      for (let i = 0; i < 3; i++) await session.trade({ ...QUIET, lots: 10 });
      const fills = of(session, order).filter((execution) => execution.kind === 'filled');
      expect(fills.map(({ fill, remaining, complete }) => [fill.lots, remaining, complete])).toEqual([
        [10, 15, false],
        [10, 5, false],
        [5, 0, true],
      ]);
    });

    test('keeps a limit until the market comes to it, and never crosses it', async () => {
      const order = await send({ side: 'buy', lots: 10, limit: 95 });
      await session.trade(QUIET);
      expect(kinds(order)).toEqual(['accepted']);
      await session.trade({ open: 97, high: 98, low: 94, close: 96 });
      expect(of(session, order)[1]).toMatchObject({ kind: 'filled', fill: { priceNumber: 95 } });
    });

    test('fills a limit that the open has jumped over at the better price', async () => {
      const order = await send({ side: 'buy', lots: 10, limit: 95 });
      await session.trade({ open: 90, high: 98, low: 89, close: 96 });
      expect(of(session, order)[1]).toMatchObject({ kind: 'filled', fill: { priceNumber: 90 } });
    });

    test('fills a stop that the open has jumped over at the open', async () => {
      const order = await send({ side: 'buy', lots: 10, stop: 105 });
      await session.trade(QUIET);
      await session.trade({ open: 108, high: 109, low: 107, close: 108 });
      expect(of(session, order)[1]).toMatchObject({ kind: 'filled', fill: { priceNumber: 108 } });
    });

    test('ends a day order with its session', async () => {
      const order = await send({ side: 'buy', lots: 10, limit: 50, timeInForce: 'day' });
      await session.trade(QUIET);
      expect(of(session, order).slice(1)).toMatchObject([{ kind: 'expired', reason: 'session-ended' }]);
    });

    test('keeps a gtc order over sessions', async () => {
      const order = await send({ side: 'buy', lots: 10, limit: 50, timeInForce: 'gtc' });
      for (let i = 0; i < 3; i++) await session.trade(QUIET);
      expect(kinds(order)).toEqual(['accepted']);
    });

    test('cancels a working order, once, and fills it no more', async () => {
      const order = await send({ side: 'buy', lots: 10, limit: 95 });
      await session.cancel(order);
      await session.cancel(order);
      await session.trade({ open: 94, high: 94, low: 90, close: 92 });
      expect(of(session, order).slice(1)).toMatchObject([{ kind: 'canceled', reason: 'requested' }]);
    });

    test('cancels the rest of an order; what has filled stays filled', async () => {
      const order = await send({ side: 'buy', lots: 25 });
      await session.trade({ ...QUIET, lots: 10 });
      await session.cancel(order);
      await session.trade(QUIET);
      expect(kinds(order)).toEqual(['accepted', 'filled', 'canceled']);
    });

    test('leaves an order that has ended as it is', async () => {
      const order = await send({ side: 'buy', lots: 10 });
      await session.trade(QUIET);
      await session.cancel(order);
      expect(kinds(order)).toEqual(['accepted', 'filled']);
    });

    test('leaves an order it does not know as it is', async () => {
      const never = session.order({ side: 'buy', lots: 10 });
      await session.cancel(never);
      expect(session.executions).toEqual([]);
    });

    test('rejects what the account cannot pay, with the reason and both figures', async () => {
      const order = await send({ side: 'buy', lots: 1001 });
      await session.trade(QUIET);
      const [only, ...more] = of(session, order);
      expect(more).toEqual([]);
      expect(only).toMatchObject({ kind: 'rejected', reason: 'insufficient-buying-power' });
      expect((only as { message: string }).message).toMatch(/100100.*100000/);
    });

    test('rejects a short sale where the account allows none', async () => {
      const order = await send({ side: 'sell', lots: 1 });
      expect(of(session, order)).toMatchObject([{ kind: 'rejected', reason: 'shorting-not-allowed' }]);
    });

    test('allows it where the account does', async () => {
      const margin = await harness.open({ cash: 100_000, shortSales: true });
      const order = margin.order({ side: 'sell', lots: 10 });
      await margin.submit(order);
      await margin.trade(QUIET);
      expect(of(margin, order).map((execution) => execution.kind)).toEqual(['accepted', 'filled']);
      await margin.broker.close();
    });

    test('rejects a price off the tick', async () => {
      const order = await send({ side: 'buy', lots: 1, limit: 99.995 });
      expect(of(session, order)).toMatchObject([{ kind: 'rejected', reason: 'price-off-tick' }]);
    });

    test('ends what still works when the data end', async () => {
      const order = await send({ side: 'buy', lots: 1, limit: 50 });
      await session.end();
      expect(kinds(order)).toEqual(['accepted', 'expired']);
    });
  });

  describe(`broker contract: ${harness.name}, at random`, () => {
    const ticket = fc.record(
      {
        side: fc.constantFrom<Side>('buy', 'sell'),
        lots: fc.integer({ min: 1, max: 600 }),
        kind: fc.constantFrom('market', 'limit', 'stop'),
        price: fc.integer({ min: 90, max: 110 }),
        timeInForce: fc.constantFrom<TimeInForce>('day', 'gtc'),
      },
      { noNullPrototype: true },
    );
    const market = fc
      .tuple(fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 4, maxLength: 4 }), fc.constantFrom(0, 7, 100, 1_000_000))
      .map(([prices, lots]): MarketSession => ({
        open: prices[0]!,
        high: Math.max(...prices),
        low: Math.min(...prices),
        close: prices[1]!,
        lots,
      }));
    const step = fc.oneof(
      { weight: 3, arbitrary: ticket.map((value) => ({ do: 'submit' as const, value })) },
      { weight: 1, arbitrary: fc.nat(20).map((value) => ({ do: 'cancel' as const, value })) },
      { weight: 2, arbitrary: market.map((value) => ({ do: 'trade' as const, value })) },
    );

    test(`every order ends exactly once, in ${cases(300)} random histories`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, shortSales) => {
          const session = await harness.open({ cash: 100_000, shortSales });
          const sent: ApprovedOrder[] = [];
          for (const each of steps) {
            if (each.do === 'trade') await session.trade(each.value);
            else if (each.do === 'cancel') {
              const order = sent[each.value];
              if (order !== undefined) await session.cancel(order);
            } else {
              const { kind, price, ...rest } = each.value;
              const order = session.order({ ...rest, ...(kind === 'limit' && { limit: price }), ...(kind === 'stop' && { stop: price }) });
              sent.push(order);
              await session.submit(order);
            }
          }
          await session.end();
          proveAll(session);
          for (const order of sent) expect(of(session, order).filter(isTerminal)).toHaveLength(1);
          await session.broker.close();
        }),
        { numRuns: cases(300) },
      );
    });
  });
}

function of(session: BrokerSession, order: ApprovedOrder): Execution[] {
  return session.executions.filter((execution) => execution.order.id === order.id);
}

/** What holds of everything a broker ever says. */
function proveAll({ executions }: BrokerSession): void {
  let last = -Infinity;
  const state = new Map<number, { lots: number; filled: number; accepted: boolean; ended: boolean }>();
  for (const execution of executions) {
    const { order } = execution;
    const known = state.get(order.id) ?? { lots: order.lots, filled: 0, accepted: false, ended: false };
    state.set(order.id, known);
    expect(known.ended).toBe(false);
    switch (execution.kind) {
      case 'accepted':
        expect(known.accepted).toBe(false);
        known.accepted = true;
        break;
      case 'rejected':
        expect(known.accepted).toBe(false);
        expect(execution.message).not.toBe('');
        break;
      case 'reduced':
        expect([execution.from, execution.to < execution.from, execution.to >= known.filled]).toEqual([known.lots, true, true]);
        known.lots = execution.to;
        break;
      case 'filled': {
        const { fill, remaining, complete } = execution;
        expect(known.accepted).toBe(true);
        expect(fill.order.id).toBe(order.id);
        expect(Number.isSafeInteger(fill.lots) && fill.lots > 0).toBe(true);
        known.filled += fill.lots;
        expect([remaining, complete]).toEqual([known.lots - known.filled, known.filled === known.lots]);
        if (order.limit !== undefined) expect(order.sign * (order.limit - fill.priceNumber)).toBeGreaterThanOrEqual(0);
        expect(fill.costQuanta >= 0).toBe(true);
        expect(fill.time).toBeGreaterThanOrEqual(order.decidedAt);
        expect(fill.knownAt).toBeGreaterThanOrEqual(fill.time);
        break;
      }
      case 'canceled':
      case 'expired':
        expect(known.accepted).toBe(true);
        break;
    }
    known.ended = isTerminal(execution);
    expect(execution.time).toBeGreaterThanOrEqual(last);
    last = execution.time;
  }
}
