import { describe, expect, test } from '@jest/globals';

import { run, type Run } from '../../support/run.js';
import { at, type Scripted } from '../../support/scripted.js';
import { daily, flat, type InstrumentLike } from '../../support/series.js';

/** Bars that stand at 100 with these volumes, after a first one on which `send` is called. */
function onVolumes(
  volumes: readonly number[],
  send: (s: Scripted) => void,
  volumeLimit: number | false = 0.1,
  like: InstrumentLike = 'A',
): Promise<Run> {
  return run({
    series: [daily(like, [flat(100), ...volumes.map((volume) => flat(100, volume))])],
    account: { cash: 1_000_000 },
    broker: { volumeLimit },
    onSlice: at({ 0: send }),
  });
}

describe('volume', () => {
  test("an order fills part by part, a tenth of each bar's volume", async () => {
    const { story, result } = await onVolumes([1000, 1009, 5000, 5000], (s) => s.buy('A', 250));
    expect(story).toEqual([
      '#1 accepted',
      '#1 filled buy 100 A @ 100 open, 150 left',
      '#1 filled buy 100 A @ 100 open, 50 left',
      '#1 filled buy 50 A @ 100 open',
    ]);
    const record = result.orders[0]!;
    expect([record.status, record.filledLots]).toEqual(['filled', 250]);
  });

  test('all orders of a bar share its volume, the first accepted first', async () => {
    const { story } = await onVolumes([1000, 1000], (s) => {
      s.buy('A', 60);
      s.buy('A', 60);
    });
    expect(story.slice(2)).toEqual([
      '#1 filled buy 60 A @ 100 open',
      '#2 filled buy 40 A @ 100 open, 20 left',
      '#2 filled buy 20 A @ 100 open',
    ]);
  });

  test('the open and the path of a bar share its volume', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), [100, 100, 90, 95, 100], flat(95)])],
      broker: { volumeLimit: 0.1 },
      onSlice: at({
        0: (s) => {
          s.buy('A', 8);
          s.buy('A', 8, { limit: 94 });
        },
      }),
    });
    expect(story.slice(2)).toEqual(['#1 filled buy 8 A @ 100 open', '#2 filled buy 2 A @ 94 path, 6 left', '#2 expired end-of-data']);
  });

  test('a bar without volume fills nothing; the order waits', async () => {
    const { story } = await onVolumes([0, 1000], (s) => s.buy('A', 10));
    expect(story).toEqual(['#1 accepted', '#1 filled buy 10 A @ 100 open']);
    expect((await onVolumes([0, 0], (s) => s.buy('A', 10), false)).story).toEqual(['#1 accepted', '#1 expired end-of-data']);
  });

  test('a bar whose tenth is less than a lot fills nothing', async () => {
    const { story } = await onVolumes([9, 10], (s) => s.buy('A', 1));
    expect(story).toEqual(['#1 accepted', '#1 filled buy 1 A @ 100 open']);
  });

  test('without a limit a bar fills everything', async () => {
    expect((await onVolumes([1], (s) => s.buy('A', 5000), false)).story.at(-1)).toBe('#1 filled buy 5000 A @ 100 open');
  });

  test('unknown volume limits nothing and is told', async () => {
    const { story, result } = await onVolumes([0, 0], (s) => s.buy('A', 5000), 0.1, { symbol: 'A', volume: 'unknown' });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 5000 A @ 100 open']);
    expect(result.warnings).toContainEqual('volume is unknown, so no fill is limited by it: A');
  });

  test('the rest of a stop that was reached is a market order', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), [100, 105, 99, 105, 100], [103, 104, 102, 103, 1000]])],
      broker: { volumeLimit: 0.1 },
      onSlice: at({ 0: (s) => s.buy('A', 15, { stop: 104 }) }),
    });
    expect(story).toEqual(['#1 accepted', '#1 filled buy 10 A @ 104 path, 5 left', '#1 filled buy 5 A @ 103 open']);
  });

  test('the two legs of a reversal share the volume of a bar', async () => {
    const { story } = await run({
      series: [daily('A', [flat(100), flat(100), flat(100, 150), flat(100)])],
      account: { shortSales: true },
      broker: { volumeLimit: 0.1 },
      onSlice: at({ 0: (s) => s.buy('A', 10), 1: (s) => s.sell('A', 20) }),
    });
    expect(story.slice(3)).toEqual([
      '#2 filled sell 10 A @ 100 open, 10 left',
      '#2 filled sell 5 A @ 100 open, 5 left',
      '#2 filled sell 5 A @ 100 open',
    ]);
  });

  test.each([0, -0.1, 1.01, Number.NaN])('a limit of %d of the volume is refused', async (volumeLimit) => {
    await expect(onVolumes([1], () => {}, volumeLimit)).rejects.toMatchObject({ name: 'ConfigError', code: 'broker/volume-limit' });
  });
});
