import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BehaviorSubject, Subject } from 'rxjs';

import { csv, memory, replay, resampled, sessionBars, sessionBarsOf, type Outage } from '../../../feeds/index.js';
import {
  BarSeries,
  DataError,
  Instrument,
  isoInstant,
  MINUTE,
  SECOND,
  SimulatedClock,
  xnys,
  type HistoricalFeed,
  type LiveBar,
  type LiveFeed,
  type LiveStatus,
} from '../../../src/index.js';
import { listenTo, play, type Heard } from '../../support/play.js';
import { run } from '../../support/run.js';
import { cases } from '../../support/scale.js';
import { intraday, joined, type Row } from '../../support/series.js';
import { thrown } from '../../support/thrown.js';
import { rejection } from '../rejection.js';

const SPY = new URL('../../../examples/data/minute/SPY.csv', import.meta.url);
/** Real minutes with extended hours, from 4 to 11 October 2013. */
const minutes = (): HistoricalFeed<'raw'> =>
  csv({ files: { SPY }, basis: 'raw', interval: '1m', time: { stamp: 'open' }, from: '2013-10-07', to: '2013-10-11' });

const plain = ({
  openTime,
  time,
  open,
  high,
  low,
  close,
  volume,
}: Omit<LiveBar, 'instrument' | 'interval' | 'extended' | 'origin'>): unknown => [
  isoInstant(openTime),
  isoInstant(time),
  open,
  high,
  low,
  close,
  volume,
];

const plainSeries = (series: BarSeries): unknown[] => {
  const c = series.columns;
  return Array.from(c.time, (time, i) =>
    plain({
      openTime: series.openTimeAt(i),
      time,
      open: c.open[i]!,
      high: c.high[i]!,
      low: c.low[i]!,
      close: c.close[i]!,
      volume: c.volume[i]!,
    }),
  );
};

const sessionsOf = async (feed: HistoricalFeed, minutesBeforeClose?: number): Promise<unknown[][]> =>
  (await sessionBarsOf(feed, minutesBeforeClose === undefined ? {} : { minutesBeforeClose }).load()).series.map(plainSeries);

interface Played extends Heard {
  /** What the clock said when each bar came, and how it came. */
  readonly at: string[];
  readonly live: LiveFeed;
  readonly clock: SimulatedClock;
}

/** A live feed that knows its history by number of bars only. */
function withoutHistoryFrom(live: LiveFeed): LiveFeed {
  const { name, basis, bars, status } = live;
  return {
    name,
    basis,
    bars,
    status,
    get interval() {
      return live.interval;
    },
    open: (signal) => live.open(signal),
    history: (n, signal) => live.history(n, signal),
    close: () => live.close(),
  };
}

async function playFrom(
  feed: HistoricalFeed,
  start: string | number,
  options: { readonly minutesBeforeClose?: number; readonly outages?: readonly Outage[]; readonly byNumber?: boolean } = {},
): Promise<Played> {
  const { outages = [], byNumber = false, ...cut } = options;
  const clock = new SimulatedClock(typeof start === 'number' ? start : Date.parse(start));
  const replayed = replay(feed, { clock, outages });
  const live = sessionBars(byNumber ? withoutHistoryFrom(replayed) : replayed, { ...cut, clock });
  const heard = listenTo(live);
  const at: string[] = [];
  live.bars.subscribe(({ origin }) => at.push(`${isoInstant(clock.now())} ${origin}`));
  await live.open();
  return Object.assign(heard, { at, live, clock });
}

describe('history', () => {
  // Made with awk from the lines of 2013-10-07 whose stamps lie from 13:30 to before 19:50, and to before 20:00: 380 and 390 of 828.
  test.each<readonly [minutesBeforeClose: number, ...bar: readonly unknown[]]>([
    [10, '2013-10-07T13:30:00Z', '2013-10-07T19:50:00Z', 167.43, 168.45, 167.25, 167.7, 71831978],
    [0, '2013-10-07T13:30:00Z', '2013-10-07T20:00:00Z', 167.43, 168.45, 167.25, 167.42, 81489219],
  ])('%d minutes before the close', async (minutesBeforeClose, ...bar) => {
    const [made] = await sessionsOf(minutes(), minutesBeforeClose);
    expect(made).toHaveLength(5);
    expect(made![0]).toEqual(bar);
  });

  test('at the close they are the bars of resampled()', async () => {
    const { series } = await resampled(minutes(), 'session').load();
    expect(await sessionsOf(minutes())).toEqual(series.map(plainSeries));
  });

  test('an early close is ten minutes early too', async () => {
    const rows = (from: number): Row[] => Array.from({ length: 210 }, (_, i) => [from + i, from + i, from + i, from + i, 1]);
    // Friday after Thanksgiving: 09:30 to 13:00; the first bar of Monday says that Friday is over.
    const feed = memoryOf(joined(intraday('A', '2023-11-24', rows(1)), intraday('A', '2023-11-27', [[9, 9, 9, 9, 1]])));
    expect(await sessionsOf(feed, 10)).toEqual([[['2023-11-24T14:30:00Z', '2023-11-24T17:50:00Z', 1, 200, 1, 200, 200]]]);
  });

  test('kept beside their minutes, an order sent at the cut for the close is filled at that close', async () => {
    const { series } = await sessionBarsOf(minutes(), { minutesBeforeClose: 10, keep: true }).load();
    const { story } = await run({
      series,
      from: '2013-10-07',
      onBar: (s, bar) => {
        if (bar.interval === '1d' && bar.openTime === Date.parse('2013-10-08T13:30:00Z')) s.buy('SPY', 1, { timeInForce: 'cls' });
      },
    });
    // In the file: 2013-10-08T19:59:00Z,165.65,165.66,165.36,165.48,3196604.
    expect(story).toEqual(['#1 accepted', '#1 filled buy 1 SPY @ 165.48 close']);
  });
});

describe('live', () => {
  test.each([0, 10, 30])('%d minutes before the close: the bars of history, each when it closes', async (minutesBeforeClose) => {
    const played = await playFrom(minutes(), '2013-10-07T08:00:00Z', { minutesBeforeClose });
    play(played.clock);
    expect([played.bars.map(plain)]).toEqual(await sessionsOf(minutes(), minutesBeforeClose));
    const cut = isoInstant(Date.parse('2013-10-07T20:00:00Z') - minutesBeforeClose * MINUTE);
    expect([played.at[0], played.at.length, played.completed]).toEqual([`${cut} stream`, 5, true]);
  });

  test('any bars of two instruments, with interruptions: the bars of history', async () => {
    const dates = ['2023-11-22', '2023-11-24', '2023-11-27'];
    // Numbers of those bars of 10 minutes that there are, from an hour before the open to an hour after the close.
    const present = fc.array(fc.boolean(), { minLength: 51 * 3, maxLength: 51 * 3 });
    const minute = fc.integer({ min: 0, max: 5 * 1440 });
    const start = Date.parse('2023-11-22T13:00:00Z');
    await fc.assert(
      fc.asyncProperty(
        present,
        present,
        minute,
        fc.integer({ min: 1, max: 900 }),
        fc.constantFrom(0, 10, 60),
        async (a, b, from, length, cut) => {
          const seriesOf = (symbol: string, flags: readonly boolean[]): BarSeries => {
            const rows = Array.from({ length: 51 }, (_, i): Row => [10 + (i % 7), 20 + (i % 5), 3 - (i % 3), 8 + (i % 4), 1 + i * 0.1]);
            const all = joined(...dates.map((date) => intraday(symbol, date, rows, { minutes: 10, offset: -60 })));
            const parts = flags.flatMap((flag, i) => (flag ? [all.slice(i, i + 1)] : []));
            // The last bar says that what was before it is over.
            return joined(...parts, intraday(symbol, '2023-11-28', [[1, 1, 1, 1, 1]], { minutes: 10 }));
          };
          const feed = memoryOf(seriesOf('A', a), seriesOf('B', b));
          const outage = { from: start + from * MINUTE, to: start + (from + length) * MINUTE };
          const { bars, clock } = await playFrom(feed, start, { minutesBeforeClose: cut, outages: [outage] });
          play(clock);
          const of = (symbol: string): unknown[] => bars.filter(({ instrument }) => instrument.symbol === symbol).map(plain);
          expect([of('A'), of('B')]).toEqual(await sessionsOf(feed, cut));
          expect(bars.filter(({ origin }) => origin === 'correction')).toEqual([]);
        },
      ),
      { numRuns: cases(30) },
    );
  });

  test.each([true, false])(
    'opened in the middle of a session, it has all of it, and the sessions before as history (%s)',
    async (byNumber) => {
      const played = await playFrom(minutes(), '2013-10-09T16:00:30Z', { minutesBeforeClose: 10, byNumber });
      const [all] = await sessionsOf(minutes(), 10);
      expect((await played.live.history(9)).series.map(plainSeries)).toEqual([all!.slice(0, 2)]);
      expect((await played.live.history(1)).series.map(plainSeries)).toEqual([all!.slice(1, 2)]);
      play(played.clock);
      expect(played.bars.map(plain)).toEqual(all!.slice(2));
      expect((await played.live.history(3)).series.map(plainSeries)).toEqual([all!.slice(2)]);
      expect(played.live.interval).toBe('1d');
    },
  );

  test.each([true, false])('opened after the cut, the session of the day is history (%s)', async (byNumber) => {
    const played = await playFrom(minutes(), '2013-10-09T19:52:00Z', { minutesBeforeClose: 10, byNumber });
    const [all] = await sessionsOf(minutes(), 10);
    expect((await played.live.history(2)).series.map(plainSeries)).toEqual([all!.slice(1, 3)]);
    play(played.clock);
    expect(played.bars.map(plain)).toEqual(all!.slice(3));
  });

  test('without a trade in the last minute it closes when the grace period is over', async () => {
    const day = intraday('A', '2024-01-08', [
      [1, 1, 1, 1, 5],
      [2, 2, 2, 2, 5],
    ]);
    const feed = memoryOf(joined(day, intraday('A', '2024-01-09', [[3, 3, 3, 3, 5]])));
    const played = await playFrom(feed, '2024-01-08T14:00:00Z', { minutesBeforeClose: 10 });
    play(played.clock);
    expect(played.bars.map(plain)).toEqual([['2024-01-08T14:30:00Z', '2024-01-08T20:50:00Z', 1, 2, 1, 2, 10]]);
    expect(played.at).toEqual(['2024-01-08T20:50:03Z stream']);
  });

  test('a cut within an interruption waits for its end', async () => {
    const outage = { from: Date.parse('2013-10-07T18:00:00Z'), to: Date.parse('2013-10-07T21:00:00Z') };
    const played = await playFrom(minutes(), '2013-10-07T13:00:00Z', { minutesBeforeClose: 10, outages: [outage] });
    play(played.clock);
    expect([played.bars.map(plain)]).toEqual(await sessionsOf(minutes(), 10));
    expect(played.at.slice(0, 2)).toEqual(['2013-10-07T21:00:00Z backfill', '2013-10-08T19:50:00Z stream']);
    expect(played.status).toEqual(['connecting', 'open', 'interrupted', 'open', 'closed']);
  });
});

describe('over a source that says what the test says', () => {
  const instrument = new Instrument({ symbol: 'A' });
  const { open, close } = xnys.session('2024-01-08')!;

  function source(start: number): {
    live: LiveFeed;
    clock: SimulatedClock;
    bars: Subject<LiveBar>;
    status: BehaviorSubject<LiveStatus>;
    made: LiveFeed;
  } {
    const bars = new Subject<LiveBar>();
    const status = new BehaviorSubject<LiveStatus>('open');
    const live: LiveFeed = {
      name: 'source',
      basis: 'raw',
      interval: '1m',
      bars,
      status,
      open: () => Promise.resolve([instrument]),
      history: () => Promise.resolve({ series: [intraday(instrument, '2024-01-08', [])] }),
      close: () => Promise.resolve(),
    };
    const clock = new SimulatedClock(start);
    return { live, clock, bars, status, made: sessionBars(live, { clock }) };
  }

  const bar = (time: number, price: number, origin: LiveBar['origin'] = 'stream'): LiveBar => ({
    instrument,
    interval: '1m',
    openTime: time - MINUTE,
    time,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 1,
    extended: false,
    origin,
  });

  test('late and corrected bars make corrections of the session that was delivered', async () => {
    const { bars, clock, made } = source(open - MINUTE);
    const heard = listenTo(made);
    await made.open();
    bars.next(bar(open + MINUTE, 10));
    // Before the session is over a correction only changes what it is made of.
    bars.next(bar(open + MINUTE, 11, 'correction'));
    play(clock, close + 3 * SECOND);
    bars.next(bar(close, 15));
    bars.next(bar(close, 15, 'correction'));
    bars.next(bar(open + MINUTE, 9, 'correction'));
    expect(heard.bars.map((one) => [one.origin, one.open, one.high, one.low, one.close, one.volume])).toEqual([
      ['stream', 11, 11, 11, 11, 1],
      ['correction', 11, 15, 11, 15, 2],
      ['correction', 9, 15, 9, 15, 2],
    ]);
    expect(heard.bars.map(({ time, interval }) => [time, interval])).toEqual(Array(3).fill([close, '1d']));
  });

  test('a fault of the source ends it with that fault', async () => {
    const { bars, status, made } = source(open);
    const heard = listenTo(made);
    await made.open();
    const fault = new DataError('the keys were refused', { code: 'alpaca/unauthorized' });
    bars.error(fault);
    status.error(fault);
    expect([heard.error, heard.status]).toEqual([fault, ['connecting', 'open', 'error']]);
  });

  test('closed, it is silent', async () => {
    const { bars, clock, made } = source(open);
    const heard = listenTo(made);
    await made.open();
    bars.next(bar(open + MINUTE, 10));
    await made.close();
    await made.close();
    play(clock);
    bars.next(bar(close, 10));
    expect([heard.bars, heard.completed]).toEqual([[], true]);
  });
});

describe('what cannot be is refused', () => {
  test.each([-1, 1.5, 121, Number.NaN])('%d minutes before the close', (minutesBeforeClose) => {
    expect(thrown(() => sessionBarsOf(minutes(), { minutesBeforeClose }))).toMatchObject({ code: 'session-bars/minutes' });
  });

  test('a grace period below zero', () => {
    const live = replay(minutes(), { clock: new SimulatedClock(0) });
    expect(thrown(() => sessionBars(live, { grace: -1 }))).toMatchObject({ code: 'session-bars/grace' });
  });

  test.each<readonly [minutes: number, minutesBeforeClose: number]>([
    [15, 10],
    [60, 0],
  ])('%d-minute bars for %d minutes before the close', async (length, minutesBeforeClose) => {
    const feed = memoryOf(intraday('A', '2024-01-08', [[1, 1, 1, 1]], { minutes: length }));
    expect(await rejection(sessionBarsOf(feed, { minutesBeforeClose }).load())).toMatchObject({ code: 'session-bars/interval' });
  });
});

/** A feed of literal bars, which marks those outside the session. */
function memoryOf(...series: readonly BarSeries[]): HistoricalFeed<'raw'> {
  return memory({
    series: series.map(({ instrument: { symbol }, interval, columns }) => ({
      instrument: { symbol, basis: 'raw' as const },
      interval,
      columns,
    })),
  });
}
