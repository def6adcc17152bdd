import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { seededRandom, type BarSeries } from '../../src/index.js';
import { cases } from '../support/scale.js';
import { erratic, NAMES, runWorld, seriesOf, worlds } from './world.js';

const RUNS = cases(300);

/** The items in an order that `seed` decides. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe('what does not matter', () => {
  test(`two runs give the same log, to the last byte (n = ${RUNS})`, async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const [one, two] = [await runWorld(world), await runWorld(world)];
        expect(two.log).toEqual(one.log);
        expect([...two.result.equity.equity]).toEqual([...one.result.equity.equity]);
      }),
      { numRuns: RUNS },
    );
  });

  test(`the order of feeds, and of series within them (n = ${RUNS})`, async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer(), fc.boolean(), async (world, seed, declare) => {
        const series = seriesOf(world);
        const symbols = declare ? { symbols: [...new Set(series.map((each) => each.instrument.symbol))] } : {};
        const mixed = shuffled(series, seed);
        const cut = seededRandom(seed).integer(mixed.length + 1);
        const feeds = [mixed.slice(0, cut), mixed.slice(cut)] as readonly (readonly BarSeries[])[];
        const [one, two] = [await runWorld(world, { series, ...symbols }), await runWorld(world, { feeds, ...symbols })];
        expect(two.log).toEqual(one.log);
        expect([...two.result.equity.equity]).toEqual([...one.result.equity.equity]);
      }),
      { numRuns: RUNS },
    );
  });

  test(`the names of symbols, whose order is declared (n = ${RUNS})`, async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer(), async (world, seed) => {
        const names = shuffled(NAMES, seed);
        const count = world.instruments.length;
        const one = await runWorld(world, { symbols: NAMES.slice(0, count) });
        const two = await runWorld(world, { series: seriesOf(world, { names }), symbols: names.slice(0, count) });
        const renamed = one.log.map((line) => line.replace(/\b[A-Z]{3}\b/, (name) => names[NAMES.indexOf(name)]!));
        expect(two.log).toEqual(renamed);
        expect([...two.result.equity.equity]).toEqual([...one.result.equity.equity]);
      }),
      { numRuns: RUNS },
    );
  });

  test(`the declared order of symbols, where neither cash nor limits bind (n = ${RUNS})`, async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer(), async (world, seed) => {
        const symbols = NAMES.slice(0, world.instruments.length);
        /** Each instrument's own story, whatever the order numbers. */
        const tell = async (declared: readonly string[]): Promise<string[]> => {
          const { executions } = await runWorld(
            { ...world, shortSales: true, costs: false },
            {
              symbols: declared,
              cash: 1e12,
              // Each instrument has its own chance, and no order looks at another instrument or at the account.
              onBar: (s, bar) => {
                const random = s.random.fork(`${bar.symbol} ${bar.interval} ${s.now}`);
                const choice = random.integer(4);
                if (choice === 3) s.cancelAll(bar.symbol);
                else {
                  const price = Math.round(bar.close * (1 + 0.03 * random.normal()) * 100) / 100;
                  const quantity = 100 * (1 + random.integer(20));
                  const side = random.next() < 0.5 ? 'buy' : 'sell';
                  s.order({
                    symbol: bar.symbol,
                    side,
                    quantity,
                    ...(choice === 1 ? { limit: price } : choice === 2 ? { stop: price } : {}),
                  });
                }
              },
              onExecution: () => {},
            },
          );
          return executions
            .flatMap((execution) => (execution.kind === 'filled' ? [execution.fill] : []))
            .map(
              (fill) => `${fill.symbol} ${fill.time} ${fill.order.decidedAt} ${fill.side} ${fill.lots} ${fill.priceNumber} ${fill.point}`,
            )
            .sort();
        };
        expect(await tell(shuffled(symbols, seed))).toEqual(await tell(symbols));
      }),
      { numRuns: RUNS },
    );
  });

  test('the erratic strategy trades: these properties are not empty', async () => {
    const kinds = new Map<string, number>();
    const sample = fc.sample(worlds, { numRuns: 60, seed: 7 });
    for (const world of sample) {
      const { executions } = await runWorld(world, { onBar: erratic });
      for (const execution of executions) {
        const name = 'reason' in execution ? `${execution.kind} ${execution.reason}` : execution.kind;
        kinds.set(name, (kinds.get(name) ?? 0) + 1);
      }
    }
    for (const name of [
      'accepted',
      'filled',
      'rejected insufficient-buying-power',
      'rejected shorting-not-allowed',
      'rejected quantity-below-lot',
      'reduced insufficient-buying-power',
      'canceled requested',
      'canceled replaced-by-target',
      'canceled closing-position',
      'expired session-ended',
      'expired end-of-data',
    ]) {
      expect([name, (kinds.get(name) ?? 0) > 0]).toEqual([name, true]);
    }
    expect(kinds.get('filled')).toBeGreaterThan(500);
  });
});
