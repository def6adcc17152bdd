import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { cases } from '../support/scale.js';
import { orderText, runWorld, seriesOf, worlds, type WorldRun } from './world.js';

const RUNS = cases(600);

/**
 * Everything that was ordered by `time`. Left out: what was decided at that very instant in answer to a fill, because
 * the bar of that fill closes later (an open at `time`, or a session's open that is told while its bars go on).
 */
const orderedBy = ({ result }: WorldRun, time: number): string[] =>
  result.orders
    .filter(({ order }) => order.decidedAt < time || (order.decidedAt === time && order.afterFill === undefined))
    .map(({ order }) => orderText(order));

describe('data after T change nothing that was ordered by T', () => {
  const where = fc.double({ min: 0, max: 1, noNaN: true });

  test(`when the future is cut off (n = ${RUNS})`, async () => {
    let orders = 0;
    await fc.assert(
      fc.asyncProperty(worlds, where, async (world, part) => {
        const whole = await runWorld(world);
        const { times } = whole.result.equity;
        const time = times[Math.floor(part * (times.length - 1))]!;
        const expected = orderedBy(whole, time);
        orders += expected.length;
        expect(orderedBy(await runWorld(world, { to: time }), time)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
    expect(orders).toBeGreaterThan(RUNS);
  });

  test(`when the future is another one (n = ${RUNS})`, async () => {
    let [same, later] = [0, 0];
    await fc.assert(
      fc.asyncProperty(worlds, where, fc.integer(), async (world, part, otherSeed) => {
        const whole = await runWorld(world);
        const { times } = whole.result.equity;
        const time = times[Math.floor(part * (times.length - 1))]!;
        const changed = await runWorld(world, { series: seriesOf(world, { changedAfter: time, otherSeed }) });
        const expected = orderedBy(whole, time);
        expect(orderedBy(changed, time)).toEqual(expected);
        same += expected.length;
        if (changed.log.join() !== whole.log.join()) later++;
      }),
      { numRuns: RUNS },
    );
    // The test can fail: the other future does change what comes after.
    expect(same).toBeGreaterThan(RUNS);
    expect(later).toBeGreaterThan(RUNS / 4);
  });
});
