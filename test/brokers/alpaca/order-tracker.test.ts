import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { OrderTracker } from '../../../brokers/alpaca/order-tracker.js';
import { readActivity, readOrder, readUpdate } from '../../../brokers/alpaca/wire.js';
import {
  Decimal,
  nextStatus,
  type ApprovedOrder,
  type Execution,
  type OrderStatus,
  type TimeInForce,
  type VenueEvent,
} from '../../../src/index.js';
import { cases } from '../../support/scale.js';
import { bracketOf, orderOf, TEN_OCLOCK } from './orders.js';

const VENUE_ID = 'venue-1';
/** Time of the venue's n-th word. */
const at = (n: number): string => new Date(TEN_OCLOCK + n * 1000).toISOString();

/** A tracker whose events go into a journal and are applied at once. */
class Run {
  readonly journal: VenueEvent[] = [];
  readonly executions: Execution[] = [];
  readonly notices: string[] = [];
  readonly tracker: OrderTracker;
  #now = TEN_OCLOCK;

  constructor(orders: readonly ApprovedOrder[], before: readonly VenueEvent[] = []) {
    this.tracker = new OrderTracker({
      say: (event) => {
        this.journal.push(event);
        this.apply(event);
      },
      notice: ({ code }) => this.notices.push(code),
      now: () => this.#now,
    });
    const [first, ...group] = orders.map((order) => this.tracker.add(order));
    for (const each of group) each.group = [first!, ...group];
    if (group.length > 0) first!.group = [first!, ...group];
    for (const event of before) this.apply(event);
    this.journal.push(...before);
  }

  apply(event: VenueEvent): void {
    const execution = this.tracker.apply(event, (this.#now += 1));
    if (execution !== undefined) this.executions.push(execution);
  }

  kinds(order: ApprovedOrder): string[] {
    return this.executions.filter((execution) => execution.order.id === order.id).map(({ kind }) => kind);
  }
}

/** An order as the venue would send it. */
function wire(order: ApprovedOrder, fields: Record<string, unknown>): Record<string, unknown> {
  return {
    id: VENUE_ID,
    client_order_id: order.clientOrderId,
    symbol: 'SPY',
    side: order.side,
    qty: '10',
    filled_qty: '0',
    type: order.type,
    submitted_at: at(0),
    ...fields,
  };
}

const update = (event: string, order: Record<string, unknown>, fields: Record<string, unknown> = {}) =>
  readUpdate({ event, order, ...fields })!;

describe('tracking of orders at Alpaca', () => {
  test('a fill that comes before anything else says that the order was accepted', () => {
    const order = orderOf();
    const run = new Run([order]);
    run.tracker.update(
      update('fill', wire(order, { status: 'filled', filled_qty: '10', filled_avg_price: '100.5' }), {
        qty: '10',
        price: '100.5',
        timestamp: at(3),
        execution_id: 'x',
      }),
    );
    run.tracker.see(readOrder(wire(order, { status: 'accepted' }))!);
    expect(run.journal).toEqual([
      { kind: 'accepted', clientOrderId: order.clientOrderId, venueOrderId: VENUE_ID, time: TEN_OCLOCK },
      {
        kind: 'filled',
        clientOrderId: order.clientOrderId,
        venueOrderId: VENUE_ID,
        time: TEN_OCLOCK + 3000,
        quantity: '10',
        price: '100.5',
        cumulative: '10',
        executionId: 'x',
      },
    ]);
    expect(run.executions[1]).toMatchObject({ kind: 'filled', complete: true, remaining: 0, fill: { lots: 10, priceNumber: 100.5 } });
  });

  test('the end waits for fills that are known by their sum alone', () => {
    const order = orderOf();
    const run = new Run([order]);
    run.tracker.see(readOrder(wire(order, { status: 'canceled', filled_qty: '7', filled_avg_price: '100', canceled_at: at(9) }))!);
    expect(run.kinds(order)).toEqual(['accepted']);
    const tracked = run.tracker.find(order.clientOrderId)!;
    expect(tracked.isMissingFills).toBe(true);
    const fill = { activity_type: 'FILL', id: 'a', order_id: VENUE_ID, type: 'partial_fill', transaction_time: at(2) };
    run.tracker.seeFill(readActivity({ ...fill, qty: '3', cum_qty: '7', price: '100' })!);
    expect(run.kinds(order)).toEqual(['accepted']);
    run.tracker.seeFill(readActivity({ ...fill, qty: '4', cum_qty: '4', price: '100' })!);
    expect(run.kinds(order)).toEqual(['accepted', 'filled', 'filled', 'canceled']);
    expect(run.executions.at(-1)).toMatchObject({ reason: 'canceled-by-venue' });
  });

  test('what no list of fills explains is worked out from totals', () => {
    const order = orderOf();
    const run = new Run([order]);
    // 4 at 100 are known; 10 at 101.2 on average leave 6 for (10 × 101.2 − 4 × 100) / 6 = 102.
    run.tracker.update(
      update('partial_fill', wire(order, { status: 'partially_filled', filled_qty: '4', filled_avg_price: '100' }), {
        qty: '4',
        price: '100',
      }),
    );
    run.tracker.see(readOrder(wire(order, { status: 'filled', filled_qty: '10', filled_avg_price: '101.2' }))!);
    run.tracker.find(order.clientOrderId)!.inferFills();
    run.tracker.settle(run.tracker.find(order.clientOrderId)!);
    expect(run.journal.at(-1)).toMatchObject({ kind: 'filled', quantity: '6', price: '102', cumulative: '10', inferred: true });
    expect(run.kinds(order)).toEqual(['accepted', 'filled', 'filled']);
  });

  test('a hole before a fill that is known: the sums give its price', () => {
    const order = orderOf({ limit: 103 });
    const run = new Run([order]);
    // (10 × 101.2 − 4 × 100) / 6 = 102 for the first six.
    run.tracker.update(
      update('fill', wire(order, { status: 'filled', filled_qty: '10', filled_avg_price: '101.2' }), { qty: '4', price: '100' }),
    );
    expect(run.kinds(order)).toEqual(['accepted']);
    const tracked = run.tracker.find(order.clientOrderId)!;
    expect(tracked.isMissingFills).toBe(true);
    tracked.inferFills();
    run.tracker.settle(tracked);
    const fills = run.journal.filter((event) => event.kind === 'filled');
    expect(fills.map(({ quantity, price, cumulative, inferred }) => [quantity, price, cumulative, inferred])).toEqual([
      ['6', '102', '6', true],
      ['4', '100', '10', undefined],
    ]);
  });

  test('an inferred price does not cross the limit that an average was rounded over', () => {
    const order = orderOf({ limit: 100 });
    const run = new Run([order]);
    run.tracker.see(readOrder(wire(order, { status: 'filled', filled_qty: '10', filled_avg_price: '100.0000004' }))!);
    run.tracker.find(order.clientOrderId)!.inferFills();
    run.tracker.settle(run.tracker.find(order.clientOrderId)!);
    expect(run.journal.at(-1)).toMatchObject({ price: '100' });
  });

  test('an order that the venue takes and then rejects has been canceled by it', () => {
    const order = orderOf();
    const run = new Run([order]);
    run.tracker.see(readOrder(wire(order, { status: 'accepted' }))!);
    run.tracker.see(readOrder(wire(order, { status: 'rejected' }))!);
    expect(run.kinds(order)).toEqual(['accepted', 'canceled']);
    const never = new Run([order]);
    never.tracker.see(readOrder(wire(order, { status: 'rejected' }))!, 'no shares to borrow short');
    expect(never.executions).toMatchObject([{ kind: 'rejected', reason: 'shorting-not-allowed', message: 'no shares to borrow short' }]);
  });

  test('a new status counts as working, and is reported once', () => {
    const order = orderOf();
    const run = new Run([order]);
    for (let i = 0; i < 2; i++) run.tracker.see(readOrder(wire(order, { status: 'under_the_microscope' }))!);
    expect([run.kinds(order), run.notices]).toEqual([['accepted'], ['order/new-status']]);
  });

  test.each([
    ['day', 'expired', { kind: 'expired', reason: 'session-ended' }],
    // 21:00:05 UTC is just after the close of 16:00 in New York.
    ['day', 'canceled', { kind: 'expired', reason: 'session-ended' }, '2024-11-14T21:00:05Z'],
    ['day', 'canceled', { kind: 'canceled', reason: 'canceled-by-venue' }, '2024-11-14T20:59:00Z'],
    ['gtc', 'expired', { kind: 'expired', reason: 'date-reached' }],
    ['ioc', 'canceled', { kind: 'canceled', reason: 'not-filled-at-once' }],
    ['ioc', 'expired', { kind: 'canceled', reason: 'not-filled-at-once' }],
    ['opg', 'canceled', { kind: 'expired', reason: 'auction-over' }],
    ['cls', 'expired', { kind: 'expired', reason: 'auction-over' }],
  ] as readonly (readonly [TimeInForce, string, object, string?])[])(
    'the end of a %s order as "%s"',
    (timeInForce, status, end, time = at(5)) => {
      const order = orderOf({ timeInForce });
      const run = new Run([order]);
      run.tracker.see(readOrder(wire(order, { status, [`${status}_at`]: time }))!);
      expect(run.executions.at(-1)).toMatchObject(end);
    },
  );

  test('legs wait for their entry, are known by their type, and the loser ends with the winner', () => {
    const [entry, takeProfit, stopLoss] = bracketOf();
    const run = new Run([entry, takeProfit, stopLoss]);
    const leg = (id: string, type: string, status: string, fields = {}) => ({
      ...wire(stopLoss, {}),
      id,
      type,
      status,
      client_order_id: `theirs-${id}`,
      ...fields,
    });
    const legs = (status: string) => [leg('leg-s', 'stop', status), leg('leg-t', 'limit', status)];
    // News of a leg whose id is not known yet.
    run.tracker.update(update('new', leg('leg-t', 'limit', 'new')));
    run.tracker.see(readOrder(wire(entry, { status: 'accepted', legs: legs('held') }))!);
    expect([run.kinds(entry), run.kinds(takeProfit), run.kinds(stopLoss)]).toEqual([['accepted'], ['held', 'accepted'], ['held']]);
    run.tracker.update(update('new', leg('leg-s', 'stop', 'new')));
    run.tracker.update(
      update('fill', leg('leg-t', 'limit', 'filled', { filled_qty: '10', filled_avg_price: '110' }), { qty: '10', price: '110' }),
    );
    run.tracker.update(update('canceled', leg('leg-s', 'stop', 'canceled')));
    expect([run.kinds(takeProfit), run.kinds(stopLoss)]).toEqual([
      ['held', 'accepted', 'filled'],
      ['held', 'accepted', 'canceled'],
    ]);
    expect(run.executions.at(-1)).toMatchObject({ reason: 'sibling-ended' });
  });

  test('the venue shrinks a leg under a new id: the order goes on, cut to what is left', () => {
    const [entry, takeProfit, stopLoss] = bracketOf();
    const run = new Run([entry, takeProfit, stopLoss]);
    const leg = (id: string, fields: object) =>
      readOrder({ ...wire(stopLoss, { type: 'stop' }), id, client_order_id: 'theirs', ...fields })!;
    run.tracker.see(
      readOrder(
        wire(entry, {
          status: 'filled',
          filled_qty: '10',
          filled_avg_price: '100',
          legs: [{ ...wire(stopLoss, { type: 'stop' }), id: 's1', status: 'new' }],
        }),
      )!,
    );
    const tracked = run.tracker.find(stopLoss.clientOrderId)!;
    run.tracker.see(leg('s1', { status: 'replaced', replaced_by: 's2' }));
    expect([run.kinds(stopLoss), tracked.successor]).toEqual([['held', 'accepted'], 's2']);
    tracked.see(leg('s2', { status: 'new', qty: '6' }), TEN_OCLOCK);
    run.tracker.settle(tracked);
    tracked.see(leg('s2', { status: 'filled', qty: '6', filled_qty: '6', filled_avg_price: '89' }), TEN_OCLOCK);
    tracked.inferFills();
    run.tracker.settle(tracked);
    expect(run.executions.filter(({ order }) => order.id === stopLoss.id)).toMatchObject([
      { kind: 'held' },
      { kind: 'accepted' },
      { kind: 'reduced', from: 10, to: 6, reason: 'sibling-filled' },
      { kind: 'filled', complete: true, fill: { lots: 6, priceNumber: 89 } },
    ]);
  });

  test.each([
    // The other leg has filled 4 of 10. Of the fills nothing is known but their sum when the end comes: it is cut, then filled.
    ['before its last fill is told', [], ['reduced', 'filled'], { kind: 'filled', complete: true, remaining: 0 }],
    // Its 6 were told before: no fill is left to be complete with, and what was taken off ends.
    ['after its last fill is told', [6], ['filled', 'canceled'], { kind: 'canceled', reason: 'sibling-ended' }],
  ] as const)('a leg that the venue has cut and calls filled, %s', (_, told, kinds, last) => {
    const [entry, takeProfit, stopLoss] = bracketOf();
    const run = new Run([entry, takeProfit, stopLoss]);
    const leg = (fields: object) => ({ ...wire(stopLoss, { type: 'stop' }), id: 's1', client_order_id: 'theirs', ...fields });
    const legs = [leg({ status: 'new' })];
    run.tracker.see(readOrder(wire(entry, { status: 'filled', filled_qty: '10', filled_avg_price: '100', legs }))!);
    const tracked = run.tracker.find(stopLoss.clientOrderId)!;
    for (const qty of told) {
      run.tracker.update(
        update('partial_fill', leg({ status: 'partially_filled', filled_qty: String(qty), filled_avg_price: '89' }), {
          qty: String(qty),
          price: '89',
        }),
      );
    }
    run.tracker.see(readOrder(leg({ status: 'filled', qty: '6', filled_qty: '6', filled_avg_price: '89' }))!);
    run.tracker.infer(tracked);
    const said = run.executions.filter(({ order }) => order.id === stopLoss.id);
    expect(said.slice(2).map(({ kind }) => kind)).toEqual(kinds);
    expect(said.at(-1)).toMatchObject(last);
    expect(said.flatMap((each) => (each.kind === 'filled' ? [each.fill.lots] : []))).toEqual([6]);
  });

  test('a notional order is filled when the venue says so', () => {
    const order = orderOf({ lots: 0, notional: 100e8, instrument: { lotStep: '0.000000001' } });
    const run = new Run([order]);
    const part = (event: string, status: string, filled: string, qty: string) =>
      run.tracker.update(update(event, wire(order, { status, qty: null, notional: '100', filled_qty: filled }), { qty, price: '300' }));
    part('partial_fill', 'partially_filled', '0.25', '0.25');
    part('fill', 'filled', '0.333333333', '0.083333333');
    expect(run.executions.slice(1)).toMatchObject([
      { kind: 'filled', complete: false, fill: { lots: 250_000_000 } },
      { kind: 'filled', complete: true, fill: { lots: 83_333_333 } },
    ]);
  });

  test('a part of a lot is an error that says what to change', () => {
    const order = orderOf();
    const run = new Run([order]);
    const part = update('partial_fill', wire(order, { status: 'partially_filled', filled_qty: '0.5' }), { qty: '0.5', price: '300' });
    expect(() => run.tracker.update(part)).toThrow(expect.objectContaining({ code: 'alpaca/part-of-a-lot' }));
  });

  test('events of an order that was not handed over are an error', () => {
    const run = new Run([]);
    expect(() => run.apply({ kind: 'accepted', clientOrderId: 'x', venueOrderId: 'y', time: 0 })).toThrow(
      expect.objectContaining({ code: 'alpaca/unknown-order' }),
    );
  });

  // The venue fills an order in parts and ends it; updates are lost, doubled and out of order; the process is restarted at any
  // moment; then everything is asked for, with the list of fills or without it.
  test(`every fill once, in order, whatever is lost (${cases(3000)} histories)`, () => {
    const history = fc.record({
      parts: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9 }), price: fc.integer({ min: 9900, max: 10100 }) }), {
        maxLength: 5,
      }),
      end: fc.constantFrom('filled', 'canceled', 'expired', 'open'),
      /** Which updates arrive, in which order. */
      arrivals: fc.array(fc.nat(7), { maxLength: 16 }),
      restarts: fc.array(fc.nat(16), { maxLength: 3 }),
      hasActivities: fc.boolean(),
    });
    fc.assert(
      fc.property(history, ({ parts, end, arrivals, restarts, hasActivities }) => {
        const total = parts.reduce((sum, { quantity }) => sum + quantity, 0);
        const isFilled = end === 'filled' && total > 0;
        const order = orderOf({ lots: isFilled ? total : total + 5 });
        const qty = String(order.lots);
        let cumulative = 0;
        let value = new Decimal(0);
        const states = [update('new', wire(order, { qty, status: 'new', updated_at: at(0) }))];
        const activities = [];
        for (const [i, { quantity, price }] of parts.entries()) {
          cumulative += quantity;
          const text = new Decimal(price).div(100).toString();
          value = value.plus(new Decimal(text).times(quantity));
          const isLast = isFilled && i === parts.length - 1;
          const state = wire(order, {
            qty,
            status: isLast ? 'filled' : 'partially_filled',
            filled_qty: String(cumulative),
            filled_avg_price: value.div(cumulative).toString(),
          });
          states.push(update(isLast ? 'fill' : 'partial_fill', state, { qty: String(quantity), price: text, timestamp: at(i + 1) }));
          const type = isLast ? 'fill' : 'partial_fill';
          activities.push(
            readActivity({
              activity_type: 'FILL',
              id: String(i),
              order_id: VENUE_ID,
              type,
              qty: String(quantity),
              cum_qty: String(cumulative),
              price: text,
              transaction_time: at(i + 1),
            })!,
          );
        }
        const last = states.at(-1)!.order;
        const isOpen = !isFilled && (end === 'open' || end === 'filled');
        const final = isFilled || isOpen ? last : { ...last, status: end };
        if (!isFilled && !isOpen) states.push({ event: end, order: final });

        let run = new Run([order]);
        const applied: Execution[] = [];
        arrivals.forEach((number, step) => {
          // The journal alone survives, at times without its last entry: that was said, but not committed.
          if (restarts.includes(step)) run = new Run([order], run.journal.slice(0, step % 2 === 0 ? undefined : -1));
          const state = states[number];
          if (state !== undefined) run.tracker.update(state);
        });
        run.tracker.see(final);
        const tracked = run.tracker.find(order.clientOrderId)!;
        if (hasActivities) for (const activity of activities.toReversed()) run.tracker.seeFill(activity);
        expect(hasActivities && tracked.isMissingFills).toBe(false);
        tracked.inferFills();
        run.tracker.settle(tracked);
        applied.push(...run.executions);

        let status: OrderStatus = 'pending';
        let filled = 0;
        let paid = new Decimal(0);
        for (const execution of applied) {
          const next = nextStatus(status, execution);
          expect(next).toBeDefined();
          status = next!;
          if (execution.kind !== 'filled') continue;
          filled += execution.fill.lots;
          paid = paid.plus(new Decimal(execution.fill.price).times(execution.fill.lots));
          expect(execution.remaining).toBe(order.lots - filled);
        }
        expect(filled).toBe(total);
        expect(paid.minus(value).abs().lt('1e-6')).toBe(true);
        expect(status).toBe(isFilled ? 'filled' : isOpen ? 'working' : end);
        // With the list of fills every one of them is told as it was.
        if (hasActivities) {
          const fills = run.journal.filter((event) => event.kind === 'filled');
          expect(fills.map(({ quantity, price }) => `${quantity}@${price}`)).toEqual(
            parts.map(({ quantity, price }) => `${quantity}@${new Decimal(price).div(100).toString()}`),
          );
        }
      }),
      { numRuns: cases(3000) },
    );
  });
});
