import { describe, expect, test } from '@jest/globals';

import { Instrument, SimulatedClock, QUEUE_RANK, type LiveBar, type Millis } from '../../src/index.js';
import { SliceBuilder, type ClosedSlice } from '../../src/live/slice-builder.js';
import type { SliceBar } from '../../src/feed/live-feed.js';

const OPEN = Date.parse('2024-11-04T14:30:00Z');
const MINUTE = 60_000;
const GRACE = 5000;
const instruments = { A: new Instrument({ symbol: 'A' }), B: new Instrument({ symbol: 'B' }) };

function bar(symbol: 'A' | 'B', minute: number, close: number, more: Partial<LiveBar> = {}): LiveBar {
  const time = OPEN + minute * MINUTE;
  return {
    instrument: instruments[symbol],
    interval: '1m',
    openTime: time - MINUTE,
    time,
    open: close,
    high: close,
    low: close,
    close,
    volume: 100,
    extended: false,
    origin: 'stream',
    ...more,
  };
}

/** A builder on a clock that shows the close of the first minute, and what it has made. */
function building(
  series: readonly { symbol: 'A' | 'B'; interval: '1m' | '5m' }[] = [
    { symbol: 'A', interval: '1m' },
    { symbol: 'B', interval: '1m' },
  ],
  after?: Millis,
) {
  const clock = new SimulatedClock(OPEN + MINUTE);
  const slices: string[] = [];
  const late: string[] = [];
  const corrected: string[] = [];
  const of = ({ symbol, interval, close }: SliceBar): string => `${symbol} ${interval} ${close}`;
  const minuteOf = (time: Millis): number => (time - OPEN) / MINUTE;
  const builder = new SliceBuilder(
    {
      series,
      grace: GRACE,
      clock,
      onSlice: ({ time, bars, missing }: ClosedSlice) =>
        slices.push(
          `${minuteOf(time)} at ${(clock.now() - OPEN) / 1000} s: ${bars.map(of).join(', ')}${missing.length > 0 ? ` without ${missing.join(', ')}` : ''}`,
        ),
      onLateBar: (each) => late.push(`${minuteOf(each.time)} ${of(each)}`),
      onCorrection: (each) => corrected.push(`${minuteOf(each.time)} ${of(each)}`),
    },
    after,
  );
  const wait = (seconds: number): void => {
    const end = clock.now() + seconds * 1000;
    for (let task = clock.takeBefore(end, QUEUE_RANK.operator); task !== undefined; task = clock.takeBefore(end, QUEUE_RANK.operator))
      task();
    clock.advance(end);
  };
  return { builder, slices, late, corrected, wait };
}

describe('slices of live bars', () => {
  test('one closes with its last bar, in the order of what is subscribed', () => {
    const { builder, slices, wait } = building();
    builder.add(bar('B', 1, 20));
    wait(2);
    builder.add(bar('A', 1, 10));
    wait(60);
    expect(slices).toEqual(['1 at 62 s: A 1m 10, B 1m 20']);
  });

  test('one that is not whole closes when its grace is over, counted from its first bar', () => {
    const { builder, slices, late, wait } = building();
    wait(3);
    builder.add(bar('A', 1, 10));
    wait(4.999);
    expect(slices).toEqual([]);
    wait(0.001);
    expect(slices).toEqual(['1 at 68 s: A 1m 10 without B']);
    builder.add(bar('B', 1, 20));
    expect([slices.length, late]).toEqual([1, ['1 B 1m 20']]);
  });

  test('what is open before one that is whole closes first, and its deadline is off', () => {
    const { builder, slices, late, wait } = building();
    builder.add(bar('A', 1, 10));
    builder.add(bar('A', 2, 11));
    builder.add(bar('B', 2, 21));
    expect(slices).toEqual(['1 at 60 s: A 1m 10 without B', '2 at 60 s: A 1m 11, B 1m 21']);
    wait(60);
    expect(slices.length).toBe(2);
    builder.add(bar('B', 1, 20));
    expect(late).toEqual(['1 B 1m 20']);
  });

  test('repetitions and corrections change nothing', () => {
    const { builder, slices, late, corrected } = building();
    builder.add(bar('A', 1, 10));
    builder.add(bar('A', 1, 99));
    builder.add(bar('A', 1, 98, { origin: 'correction' }));
    builder.add(bar('B', 1, 20));
    builder.add(bar('A', 1, 97, { origin: 'correction' }));
    expect({ slices, late, corrected }).toEqual({
      slices: ['1 at 60 s: A 1m 10, B 1m 20'],
      late: [],
      corrected: ['1 A 1m 98', '1 A 1m 97'],
    });
  });

  test('several intervals of one symbol: it is missing only where none of them has come', () => {
    const { builder, slices, wait } = building([
      { symbol: 'A', interval: '1m' },
      { symbol: 'A', interval: '5m' },
      { symbol: 'B', interval: '1m' },
    ]);
    builder.add(bar('A', 5, 11, { interval: '5m', openTime: OPEN }));
    builder.add(bar('B', 5, 20));
    wait(5);
    expect(slices).toEqual(['5 at 65 s: A 5m 11, B 1m 20']);
  });

  test('bars of what was taken before are late; the end of the bars closes what is open; a stop forgets it', () => {
    const { builder, slices, late, wait } = building(undefined, OPEN + MINUTE);
    builder.add(bar('A', 1, 10));
    builder.add(bar('A', 3, 13));
    builder.add(bar('A', 2, 12));
    builder.flush();
    expect({ slices, late }).toEqual({ slices: ['2 at 60 s: A 1m 12 without B', '3 at 60 s: A 1m 13 without B'], late: ['1 A 1m 10'] });
    builder.skipTo(OPEN + 5 * MINUTE);
    builder.add(bar('B', 5, 25));
    builder.add(bar('B', 6, 26));
    builder.stop();
    wait(60);
    expect([slices.length, late.at(-1)]).toEqual([2, '5 B 1m 25']);
  });
});
