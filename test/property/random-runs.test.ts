import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  addQuanta,
  Decimal,
  isTerminal,
  quantaOf,
  quantaToNumber,
  subtractQuanta,
  type AccountView,
  type Analyzer,
  type BarTable,
  type Fill,
  type Quanta,
} from '../../src/index.js';
import { cases } from '../support/scale.js';
import { runWorld, worlds, type World, type WorldRun } from './world.js';

const RUNS = cases(600);

function everywhere(check: (world: World) => Promise<void>, runs = RUNS): Promise<void> {
  return fc.assert(fc.asyncProperty(worlds, check), { numRuns: runs });
}

/** Keeps the books a second time, from the fills alone, and compares after every slice. */
class SecondBooks implements Analyzer<{ readonly points: number; readonly lowestCash: number; readonly lowestLots: number }> {
  #cash: Quanta;
  readonly #lots = new Map<number, number>();
  readonly #unit = new Map<number, number>();
  #points = 0;
  #lowestCash = Infinity;
  #lowestLots = 0;

  constructor(cash: number) {
    this.#cash = quantaOf(cash);
  }

  onFill(fill: Fill): void {
    this.#cash = fill.side === 'buy' ? subtractQuanta(this.#cash, fill.valueQuanta) : addQuanta(this.#cash, fill.valueQuanta);
    for (const { amount } of fill.costs) this.#cash = subtractQuanta(this.#cash, amount);
    const lots = (this.#lots.get(fill.instrumentIndex) ?? 0) + fill.signedLots;
    this.#lots.set(fill.instrumentIndex, lots);
    this.#unit.set(fill.instrumentIndex, fill.instrument.lotStep);
    this.#lowestCash = Math.min(this.#lowestCash, quantaToNumber(this.#cash));
    this.#lowestLots = Math.min(this.#lowestLots, lots);
  }

  onEquity(_: number, equity: number, account: AccountView): void {
    this.#points++;
    expect(account.cashQuanta).toBe(this.#cash);
    let expected = quantaToNumber(this.#cash);
    let size = Math.abs(expected);
    for (const [index, lots] of this.#lots) {
      expect(account.netLots(index)).toBe(lots);
      const value = lots === 0 ? 0 : lots * this.#unit.get(index)! * account.mark(index);
      expected += value;
      size += Math.abs(value);
    }
    expect(Math.abs(equity - expected)).toBeLessThanOrEqual(1e-12 * size);
  }

  result(): { readonly points: number; readonly lowestCash: number; readonly lowestLots: number } {
    return { points: this.#points, lowestCash: this.#lowestCash, lowestLots: this.#lowestLots };
  }
}

/** The bar of a fill: the one that the venue saw close when the fill became known. */
function barOf(
  table: BarTable,
  fill: Fill,
): { open: number; high: number; low: number; volume: number; openTime: number; time: number; key: string } {
  const series = table.venueSeries(fill.instrumentIndex);
  const row = series.source.countUntil(fill.knownAt) - 1;
  return {
    open: series.open[row]!,
    high: series.high[row]!,
    low: series.low[row]!,
    volume: series.volume[row]!,
    openTime: series.openTimeAt(row),
    time: series.time[row]!,
    key: `${fill.symbol} ${row}`,
  };
}

describe('random strategies on random bars', () => {
  test(`cash is start plus flows, equity is cash plus marks, after every slice (n = ${RUNS})`, async () => {
    await everywhere(async (world) => {
      const { result } = await runWorld(world, { analyzers: { books: () => new SecondBooks(world.cash) } });
      const books = result.analysis['books'] as ReturnType<SecondBooks['result']>;
      expect(books.points).toBe(result.equity.equity.length);
      let cash = new Decimal(world.cash);
      for (const amount of result.flows.values()) cash = cash.add(amount);
      expect(result.finalCash.toString()).toBe(cash.toString());
      if (world.shortSales) return;
      expect(books.lowestLots).toBeGreaterThanOrEqual(0);
      // Never overdrawn, but for the costs of a sale that brings less than they are.
      expect(books.lowestCash).toBeGreaterThanOrEqual(world.costs ? -0.5 : 0);
    });
  });

  test(`every order ends exactly once, accepted before filled, and its fills add up (n = ${RUNS})`, async () => {
    await everywhere(async (world) => proveOrders(await runWorld(world)));
  });

  test(`fills stand inside their bars, limits are never crossed, volume is never exceeded, lots are whole (n = ${RUNS})`, async () => {
    await everywhere(async (world) => {
      const { result } = await runWorld(world);
      const taken = new Map<string, number>();
      for (const fill of result.fills) {
        const { order } = fill;
        const bar = barOf(result.table, fill);
        expect(bar.time).toBe(fill.knownAt);
        expect(fill.referenceNumber >= bar.low && fill.referenceNumber <= bar.high).toBe(true);
        // No model moves prices here.
        expect(fill.priceNumber).toBe(fill.referenceNumber);
        if (fill.point === 'open') expect([fill.time, fill.priceNumber]).toEqual([bar.openTime, bar.open]);
        else expect(fill.time).toBe(bar.time);
        if (order.limit !== undefined)
          expect(order.side === 'buy' ? fill.priceNumber <= order.limit : fill.priceNumber >= order.limit).toBe(true);
        // A stop is never filled better than at its price, unless the market had passed it when it came.
        if (order.stop !== undefined && order.afterFill === undefined && fill.point === 'path') expect(fill.priceNumber).toBe(order.stop);
        expect(Number.isSafeInteger(fill.lots) && fill.lots > 0).toBe(true);
        const all = (taken.get(bar.key) ?? 0) + fill.lots;
        taken.set(bar.key, all);
        if (fill.instrument.volume === 'unknown') continue;
        expect(bar.volume).toBeGreaterThan(0);
        if (world.volumeLimit !== false)
          expect(all * fill.instrument.lotStep).toBeLessThanOrEqual(bar.volume * world.volumeLimit * (1 + 1e-9));
      }
    });
  });

  test(`an order fills at no price point before it was accepted (n = ${RUNS})`, async () => {
    await everywhere(async (world) => {
      const { executions, result } = await runWorld(world);
      for (const execution of executions) {
        if (execution.kind !== 'filled') continue;
        const { fill } = execution;
        const { order } = fill;
        const accepted = order.decidedAt + world.latency;
        if (fill.point === 'open') expect(accepted).toBeLessThanOrEqual(fill.time);
        else {
          // On the path: accepted by the bar's open, or in answer to a fill of the same bar.
          const series = order.instrument.symbol;
          const opened = executionBarOpen(result.table, execution.fill, world);
          const answers = order.afterFill !== undefined && order.type !== 'market' && accepted <= fill.time;
          expect([series, accepted <= opened || answers]).toEqual([series, true]);
        }
      }
    });
  });
});

/** Open of a fill's bar, from the calendar: half hours, or the session for instruments that have sessions only. */
function executionBarOpen(table: BarTable, fill: Fill, world: World): number {
  const { intervals } = world.instruments[['MID', 'ZED', 'ALF', 'KAY'].indexOf(fill.symbol)]!;
  if (intervals === 'hours' || intervals === 'both') return fill.knownAt - 30 * 60_000;
  if (intervals === 'mixed') return barOf(table, fill).openTime;
  return fill.instrument.calendar.sessionOf(fill.knownAt).open;
}

function proveOrders({ result, executions }: WorldRun): void {
  const all = new Map<number, { filled: number; accepted: boolean; ended: string | undefined }>();
  for (const execution of executions) {
    const { id } = execution.order;
    const known = all.get(id) ?? { filled: 0, accepted: false, ended: undefined };
    all.set(id, known);
    expect(known.ended).toBeUndefined();
    if (execution.kind === 'accepted') known.accepted = true;
    if (execution.kind === 'rejected') expect(known.accepted).toBe(false);
    if (execution.kind === 'filled') {
      expect(known.accepted).toBe(true);
      known.filled += execution.fill.lots;
    }
    if (isTerminal(execution)) known.ended = execution.kind;
  }
  expect(all.size).toBe(result.orders.length);
  for (const { order, status, filledLots, lots } of result.orders) {
    const known = all.get(order.id)!;
    expect(known.ended).toBe(status);
    expect(filledLots).toBe(known.filled);
    if (status === 'filled') expect(lots).toBe(known.filled);
  }
  // What was bought and not sold is what is held.
  const held = new Map<string, number>();
  for (const fill of result.fills) held.set(fill.symbol, (held.get(fill.symbol) ?? 0) + fill.signedLots);
  const positions = new Map(result.positions.map((position) => [position.symbol, position.exactQuantity.toString()]));
  for (const instrument of result.table.instruments) {
    const lots = held.get(instrument.symbol) ?? 0;
    expect(positions.get(instrument.symbol) ?? '0').toBe(new Decimal(lots).mul(String(instrument.lotStep)).toString());
  }
}
