import { afterEach, expect } from '@jest/globals';

import { startFakeAlpaca, type BarPrices, type FakeAlpaca, type FakeAlpacaOptions } from '../../../brokers/testing/index.js';
import { alpacaLive, type AlpacaLiveOptions } from '../../../feeds/index.js';
import { SimulatedClock, type LiveFeed } from '../../../src/index.js';
import { listenTo, play, type Heard } from '../../support/play.js';

/** A Monday, half a minute into the session. */
export const START = Date.parse('2024-01-08T14:30:30Z');

export const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

export interface World {
  readonly fake: FakeAlpaca;
  readonly clock: SimulatedClock;
  readonly live: LiveFeed<'raw'>;
  readonly heard: Heard;
  /** Lets time pass, task by task, with pauses in which the network may answer. */
  go(to: string | number): Promise<void>;
  /** A minute that is streamed and kept. */
  bar(symbol: string, minute: string, close: number): void;
}

export async function world(options: Partial<AlpacaLiveOptions> = {}, more: FakeAlpacaOptions = {}, start = START): Promise<World> {
  const clock = new SimulatedClock(start);
  const fake = await startFakeAlpaca({ hours: 'driven', ...more });
  stops.push(() => fake.stop());
  const live = alpacaLive({
    symbols: ['A', 'B'],
    basis: 'raw',
    interval: '1m',
    env: { ...fake.env },
    clock,
    pause: 0,
    fetch: counted,
    retry: { attempts: 2, firstDelay: 1 },
    ...options,
  });
  stops.push(() => live.close());
  const heard = listenTo(live);
  const go = async (to: string | number): Promise<void> => {
    const time = instant(to);
    while (clock.nextDue <= time) {
      play(clock, clock.nextDue);
      await settled();
    }
    clock.advance(time);
    await settled();
  };
  const bar = (symbol: string, minute: string, close: number): void => fake.market.bar(symbol, prices(close, minute), { trade: false });
  return { fake, clock, live, heard, go, bar };
}

/** A time of the day, or an instant. */
export const instant = (at: string | number): number =>
  typeof at === 'number' ? at : Date.parse(`2024-01-08T${at}${at.length === 5 ? ':00' : ''}Z`);

export const prices = (close: number, minute: string): BarPrices & { readonly time: number } => ({
  open: close,
  high: close + 1,
  low: close - 1,
  close,
  volume: 100,
  time: instant(minute),
});

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let requests = 0;
/** A `fetch` that counts what is under way. */
const counted: typeof fetch = async (input, init) => {
  requests += 1;
  try {
    return await fetch(input, init);
  } finally {
    requests -= 1;
  }
};

/**
 * What was sent over loopback has come: server and client take turns in this very process, however slow it is. A request that is never
 * answered is waited for for some rounds only.
 */
export async function settled(): Promise<void> {
  for (let round = 0; round === 0 || (requests > 0 && round < 10); round++) {
    for (let turn = 0; turn < 20; turn++) await wait(1);
  }
}

export async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !what(); i++) await wait(5);
  expect(what()).toBe(true);
}
