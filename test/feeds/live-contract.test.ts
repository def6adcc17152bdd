import { memory, replay, sessionBars } from '../../feeds/index.js';
import { isoInstant, MINUTE, SECOND, SimulatedClock, type HistoricalFeed } from '../../src/index.js';
import { liveFeedContract, type LiveRow, type LiveWorld } from '../contract/live-feed-contract.js';
import { play } from '../support/play.js';
import { settled, until, world } from './sources/alpaca-stream.js';

type Rows = Readonly<Record<string, readonly LiveRow[]>>;

const figures = ({ close }: LiveRow) => ({ open: close, high: close + 1, low: close - 1, close, volume: 100 });

/** The rows as minutes; a session is one minute, at its open. A last bar, days later, keeps what plays them from its end. */
function minutesOf(rows: Rows): HistoricalFeed<'raw'> {
  return memory({
    series: Object.entries(rows).map(([symbol, list]) => ({
      instrument: { symbol, basis: 'raw' as const },
      interval: '1m' as const,
      bars: [
        ...list.map((row) => ({ ...figures(row), time: row.openTime + MINUTE })),
        { ...figures({ ...list[0]!, close: 9 }), time: Date.parse('2024-02-01T15:00:00Z') },
      ],
    })),
  });
}

function advance(clock: SimulatedClock, to: number): Promise<void> {
  play(clock, to);
  clock.advance(to);
  return Promise.resolve();
}

liveFeedContract({
  name: 'replay',
  interval: '1m',
  within: 0,
  make: (rows, start) => {
    const clock = new SimulatedClock(start);
    return Promise.resolve({ live: replay(minutesOf(rows), { clock }), clock, go: (to) => advance(clock, to) });
  },
});

liveFeedContract({
  name: 'session bars of replayed minutes',
  interval: '1d',
  within: 3 * SECOND,
  make: (rows, start) => {
    const clock = new SimulatedClock(start);
    return Promise.resolve({
      live: sessionBars(replay(minutesOf(rows), { clock }), { clock }),
      clock,
      go: (to) => advance(clock, to),
    });
  },
});

/** Bars that the fake server has when they close. */
async function alpacaWorld(interval: '1m' | '1d', rows: Rows, start: number): Promise<LiveWorld> {
  const { fake, clock, live, heard, go } = await world({ interval }, {}, start);
  const all = Object.entries(rows).flatMap(([symbol, list]) => list.map((row) => ({ symbol, row })));
  const keep = (symbol: string, row: LiveRow): void => {
    // Alpaca stamps a session with its midnight in New York, which is 05:00 UTC in winter.
    const time = interval === '1m' ? row.openTime : Date.parse(`${isoInstant(row.openTime).slice(0, 10)}T05:00:00Z`);
    if (interval === '1m' && row.time > start) fake.market.bar(symbol, { ...figures(row), time }, { trade: false });
    else fake.market.history(symbol, interval === '1m' ? '1Min' : '1Day', [{ ...figures(row), time }]);
  };
  for (const { symbol, row } of all) if (row.time <= start) keep(symbol, row);
  const coming = all.filter(({ row }) => row.time > start).sort((a, b) => a.row.time - b.row.time);
  return {
    live,
    clock,
    async go(to) {
      while (coming.length > 0 && coming[0]!.row.time + 100 <= to) {
        const { symbol, row } = coming.shift()!;
        await go(Math.max(clock.now(), row.time + 100));
        keep(symbol, row);
        await settled();
      }
      await go(to);
    },
    ...(interval === '1m' && {
      async interrupt() {
        fake.faults.next('data stream', 'handshake-429', 3);
        fake.dropStreams();
        await until(() => heard.status.at(-1) === 'interrupted');
      },
    }),
  };
}

liveFeedContract({
  name: 'minutes of alpaca',
  interval: '1m',
  within: SECOND,
  make: (rows, start) => alpacaWorld('1m', rows, start),
});

// A bar that does not come is waited for for ten minutes after the twenty in which bars settle.
liveFeedContract({
  name: 'sessions of alpaca',
  interval: '1d',
  within: 31 * MINUTE,
  make: (rows, start) => alpacaWorld('1d', rows, start),
});
