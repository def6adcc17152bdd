import { describe, expect, test } from '@jest/globals';

import { HOUR, MINUTE, xnys, type OrderOptions } from '../../../src/index.js';
import { run } from '../../support/run.js';
import { at } from '../../support/scripted.js';
import { withExtended, withExtra } from '../../support/columns.js';
import { daily, flat, intraday, joined, type Row } from '../../support/series.js';

const A: Row = [101, 105, 95, 99];

/** Sends an order after a quiet bar at 100 and tells its story on the bars that follow. */
async function story(options: OrderOptions, bars: readonly Row[], quantity = 10, volumeLimit: number | false = false): Promise<string[]> {
  const { story: all } = await run({
    series: [daily('A', [flat(100), ...bars])],
    broker: { volumeLimit },
    onSlice: at({ 0: (s) => s.buy('A', quantity, options) }),
  });
  return all.map((line) => line.replace('#1 ', '')).slice(1);
}

/** A bar at 100 with a volume. */
const thin = (volume: number): Row => [100, 100, 100, 100, volume];

describe('ioc and fok live for one open', () => {
  test('ioc takes what is offered and gives up the rest', async () => {
    // 10 % of 60 shares.
    expect(await story({ timeInForce: 'ioc' }, [thin(60), thin(1000)], 10, 0.1)).toEqual([
      'filled buy 6 A @ 100 open, 4 left',
      'canceled not-filled-at-once',
    ]);
  });
  test('ioc with a limit that the open does not meet', async () => {
    expect(await story({ timeInForce: 'ioc', limit: 100 }, [A, flat(90)])).toEqual(['canceled not-filled-at-once']);
  });
  test('a bar without volume is its open too', async () => {
    expect(await story({ timeInForce: 'ioc' }, [thin(0), thin(1000)])).toEqual(['canceled not-filled-at-once']);
  });
  test('fok fills whole', async () => {
    expect(await story({ timeInForce: 'fok' }, [thin(100)], 10, 0.1)).toEqual(['filled buy 10 A @ 100 open']);
  });
  test('fok or not at all: volume', async () => {
    expect(await story({ timeInForce: 'fok' }, [thin(99), thin(1000)], 10, 0.1)).toEqual(['canceled not-filled-at-once']);
  });
  test('fok or not at all: buying power after a gap', async () => {
    expect(await story({ timeInForce: 'fok' }, [flat(101), flat(50)], 1000)).toEqual(['canceled not-filled-at-once']);
  });
  test('fok that crosses zero fills in two legs, or not at all', async () => {
    const cross = async (volume: number): Promise<readonly string[]> => {
      const { story: all } = await run({
        series: [daily('A', [flat(100), flat(100), thin(volume)])],
        account: { shortSales: true },
        broker: { volumeLimit: 0.1 },
        onSlice: at({ 0: (s) => s.buy('A', 10), 1: (s) => s.sell('A', 25, { timeInForce: 'fok' }) }),
      });
      return all.slice(3);
    };
    expect(await cross(250)).toEqual(['#2 filled sell 10 A @ 100 open, 15 left', '#2 filled sell 15 A @ 100 open']);
    expect(await cross(249)).toEqual(['#2 canceled not-filled-at-once']);
  });
});

describe('gtd', () => {
  test('works up to the close of its date, that session included', async () => {
    const options: OrderOptions = { limit: 96, timeInForce: 'gtd', expiresAt: '2024-01-10' };
    expect(await story(options, [flat(100), A])).toEqual(['filled buy 10 A @ 96 path']);
    expect(await story(options, [flat(100), flat(100), A])).toEqual(['expired date-reached']);
  });
  test('an instant within a bar: the open counts, the path does not', async () => {
    const noon = xnys.session('2024-01-09')!.open + 3 * HOUR;
    const options: OrderOptions = { limit: 96, timeInForce: 'gtd', expiresAt: noon };
    expect(await story(options, [A])).toEqual(['expired date-reached']);
    expect(await story(options, [[96, 105, 95, 99]])).toEqual(['filled buy 10 A @ 96 open']);
  });
  test('a date that is over is refused, with both instants', async () => {
    const { executions } = await run({
      series: [daily('A', [flat(100), flat(100)])],
      onSlice: at({ 0: (s) => s.buy('A', 1, { timeInForce: 'gtd', expiresAt: '2024-01-08' }) }),
    });
    expect(executions).toMatchObject([{ kind: 'rejected', reason: 'expired-already' }]);
    expect((executions[0] as { message: string }).message).toMatch(/2024-01-08T21:00:00Z.*2024-01-08T21:00:00Z/);
  });
});

describe('auctions of a session of minutes', () => {
  // 09:30 to 16:00 in half hours; 10:00 is index 0 in the record of slices.
  const rows = (base: number): Row[] => Array.from({ length: 13 }, (_, i) => flat(base + i));
  const series = [joined(intraday('A', '2024-01-08', rows(100), { minutes: 30 }), intraday('A', '2024-01-09', rows(200), { minutes: 30 }))];
  const send = async (slice: number, options: OrderOptions, broker = {}): Promise<readonly string[]> => {
    const { story: all } = await run({ series, broker, onSlice: at({ [slice]: (s) => s.buy('A', 1, options) }) });
    return all.slice(1);
  };
  test('market on open waits for the next session', async () => {
    expect(await send(2, { timeInForce: 'opg' })).toEqual(['#1 filled buy 1 A @ 200 open']);
  });
  test('limit on open that the auction does not meet expires at once', async () => {
    expect(await send(2, { timeInForce: 'opg', limit: 199 })).toEqual(['#1 expired auction-over']);
  });
  test('market on close fills at 16:00, and only there', async () => {
    expect(await send(2, { timeInForce: 'cls' })).toEqual(['#1 filled buy 1 A @ 112 close']);
  });
  test('a decision at 15:30 is in time for 15:50, one at 15:30 for 15:29 is not', async () => {
    expect(await send(11, { timeInForce: 'cls' })).toEqual(['#1 filled buy 1 A @ 112 close']);
    expect(await send(11, { timeInForce: 'cls' }, { closeCutoff: 31 * MINUTE })).toEqual(['#1 filled buy 1 A @ 212 close']);
  });
  test('the cut-off itself is in time', async () => {
    expect(await send(11, { timeInForce: 'cls' }, { closeCutoff: 30 * MINUTE })).toEqual(['#1 filled buy 1 A @ 112 close']);
  });
  test('without the bar of its auction it expires with the session', async () => {
    const short = [
      joined(intraday('A', '2024-01-08', rows(100).slice(0, 12), { minutes: 30 }), intraday('A', '2024-01-09', rows(200), { minutes: 30 })),
    ];
    const { story: all } = await run({ series: short, onSlice: at({ 2: (s) => s.buy('A', 1, { timeInForce: 'cls' }) }) });
    expect(all.slice(1)).toEqual(['#1 expired session-ended']);
  });
});

describe('bars outside the regular session', () => {
  const series = withExtended(daily('A', [flat(100), flat(90), flat(95)]), [1]);
  test('fill limit orders that ask for it', async () => {
    const { story: all } = await run({ series: [series], onSlice: at({ 0: (s) => s.buy('A', 1, { limit: 96, extendedHours: true }) }) });
    expect(all).toEqual(['#1 accepted', '#1 filled buy 1 A @ 90 open']);
  });
  test('and no others', async () => {
    const { story: all } = await run({
      series: [series],
      onSlice: at({
        0: (s) => {
          s.buy('A', 1, { limit: 96 });
          s.buy('A', 1, { limit: 80, extendedHours: true });
        },
      }),
    });
    expect(all.slice(2)).toEqual(['#1 filled buy 1 A @ 95 open', '#2 expired end-of-data']);
  });
});

describe('halts and latency', () => {
  test('a halted bar fills nothing, auctions included', async () => {
    const series = withExtra(daily('A', [flat(100), flat(101), flat(102)]), 'halted', [0, 1, 0]);
    const { story: all } = await run({
      series: [series],
      onSlice: at({
        0: (s) => {
          s.buy('A', 1);
          s.buy('A', 1, { timeInForce: 'cls' });
        },
      }),
    });
    expect(all.slice(2)).toEqual(['#2 expired auction-over', '#1 filled buy 1 A @ 102 open']);
  });

  test('a cancel is as late as an order: the bar that opens before it may still fill', async () => {
    const late = (latency: number): Promise<readonly string[]> =>
      run({
        series: [daily('A', [flat(100), flat(100), A, A])],
        broker: { latency },
        onSlice: at({ 0: (s) => s.buy('A', 1, { limit: 96 }), 1: (s) => s.cancelAll() }),
      }).then(({ story: all }) => all.slice(1));
    // From the close at 16:00 to the next open are 17.5 hours.
    expect(await late(17 * HOUR)).toEqual(['#1 canceled requested']);
    expect(await late(17.5 * HOUR)).toEqual(['#1 canceled requested']);
    expect(await late(18 * HOUR)).toEqual(['#1 filled buy 1 A @ 96 path']);
  });
});
