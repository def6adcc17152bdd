import { encode } from '@msgpack/msgpack';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

import { startFakeAlpaca, type BarPrices } from '../../brokers/testing/index.js';
import { alpacaLive, sessionBars, type AlpacaLiveOptions } from '../../feeds/index.js';
import { ConfigError, DataError, isoInstant, MINUTE, SimulatedClock, type LiveBar } from '../../src/index.js';
import { listenTo, type Heard } from '../support/play.js';
import { cases } from '../support/scale.js';
import { thrown } from '../support/thrown.js';
import { rejection } from './rejection.js';
import { instant, prices, settled, START, stops, until, world, type World } from './sources/alpaca-stream.js';

const brief = ({ instrument, time, close, origin, extended }: LiveBar): string =>
  `${instrument.symbol} ${isoInstant(time).slice(11, 16)} ${close} ${origin}${extended ? ' extended' : ''}`;

const told = ({ bars }: Heard): string[] => bars.map(brief);

describe('minutes', () => {
  test('come when they close, stamped with their close, and marked outside the session', async () => {
    const { live, heard, go, bar } = await world({}, {}, Date.parse('2024-01-08T14:28:30Z'));
    expect((await live.open()).map(({ symbol }) => symbol)).toEqual(['A', 'B']);
    await go('14:29');
    bar('A', '14:28', 9);
    await go('14:30');
    bar('A', '14:29', 10);
    bar('B', '14:29', 20);
    await go('14:31');
    bar('B', '14:30', 21);
    await settled();
    expect(told(heard)).toEqual([
      'A 14:29 9 stream extended',
      'A 14:30 10 stream extended',
      'B 14:30 20 stream extended',
      'B 14:31 21 stream',
    ]);
    expect(heard.bars[3]).toMatchObject({
      interval: '1m',
      openTime: instant('14:30'),
      time: instant('14:31'),
      open: 21,
      high: 22,
      low: 20,
      close: 21,
      volume: 100,
    });
    expect(heard.status).toEqual(['connecting', 'open']);
    await live.close();
    await live.close();
    expect([heard.status.at(-1), heard.completed]).toEqual(['closed', true]);
  });

  test('a bar that the server sends before it closes by our clock waits', async () => {
    const { live, heard, go, bar } = await world();
    await live.open();
    bar('A', '14:30', 10);
    await settled();
    await go('14:30:59');
    expect(told(heard)).toEqual([]);
    await go('14:31');
    expect(told(heard)).toEqual(['A 14:31 10 stream']);
  });

  test('twice the same is told once; other figures are a correction, and so is a bar that comes after later ones', async () => {
    const { fake, live, heard, go, bar } = await world();
    await live.open();
    await go('14:33:10');
    bar('A', '14:30', 10);
    bar('A', '14:30', 10);
    bar('A', '14:32', 12);
    bar('A', '14:31', 11);
    bar('A', '14:31', 11);
    fake.market.updatedBar('A', prices(10.5, '14:30'));
    fake.market.updatedBar('A', prices(10.5, '14:30'));
    fake.market.updatedBar('A', prices(12, '14:32'));
    await settled();
    expect(told(heard)).toEqual(['A 14:31 10 stream', 'A 14:33 12 stream', 'A 14:32 11 correction', 'A 14:31 10.5 correction']);
  });

  test('bars that cannot be are left out with a notice', async () => {
    const { live, heard, go, bar, fake } = await world();
    await live.open();
    await go('14:32');
    fake.market.bar('A', { ...prices(10, '14:30'), high: 5 }, { trade: false });
    fake.market.bar('A', { ...prices(10, '14:30'), close: Number.NaN }, { trade: false });
    fake.market.bar('A', prices(10, '16:00'), { trade: false });
    bar('A', '14:31', 11);
    await settled();
    expect(told(heard)).toEqual(['A 14:32 11 stream']);
    expect(heard.notices).toEqual(['alpaca/bar', 'alpaca/bar', 'alpaca/ahead']);
  });

  test('symbols may have another name there', async () => {
    const { live, heard, go, bar } = await world({ symbols: ['BRK-B'], names: { 'BRK-B': 'BRK.B' } });
    await live.open();
    await go('14:31');
    bar('BRK.B', '14:30', 400);
    await settled();
    expect(told(heard)).toEqual(['BRK-B 14:31 400 stream']);
    expect((await live.history(1)).series[0]!.instrument.symbol).toBe('BRK-B');
  });
});

describe('history', () => {
  test('is what had closed, and nothing of it comes again', async () => {
    const { fake, live, heard, go, bar } = await world({}, {}, instant('14:33:05'));
    fake.market.history('A', '1Min', [prices(10, '14:28'), prices(11, '14:30'), prices(12, '14:31'), prices(13, '14:32')]);
    // REST lags behind: the last minute of B comes by the stream, and the one in the making is none yet.
    fake.market.history('B', '1Min', [prices(20, '14:31'), prices(99, '14:33')]);
    await live.open();
    bar('A', '14:32', 13);
    fake.faults.next('GET /v2/stocks/bars', 'reset-before-accept');
    const { series, sources } = await live.history(3);
    expect(series.map(({ columns }) => [...columns.close])).toEqual([[11, 12, 13], [20]]);
    expect(series[0]!.columns.extended).toEqual(Uint8Array.from([0, 0, 0]));
    expect((await live.history(9)).series[0]!.columns.extended).toEqual(Uint8Array.from([1, 0, 0, 0]));
    expect(sources![0]).toMatchObject({ rows: 3, key: { source: 'alpaca', symbol: 'A', interval: '1m', adjustment: 'raw', feed: 'iex' } });
    bar('B', '14:32', 22);
    await go('14:34:01');
    bar('A', '14:33', 14);
    await settled();
    expect(told(heard)).toEqual(['B 14:33 22 stream', 'A 14:34 14 stream']);
    expect((await live.history(2)).series.map(({ columns }) => [...columns.close])).toEqual([
      [13, 14],
      [22, 99],
    ]);
  });

  test('a bar that came before history was asked for, and that REST does not know yet, is part of it', async () => {
    const { live, fake, heard, clock, go } = await world({}, {}, instant('14:33:05'));
    fake.market.history('A', '1Min', [prices(12, '14:31')]);
    await live.open();
    expect(clock.now()).toBe(instant('14:33:05'));
    // Streamed, and not kept.
    fake.market.updatedBar('A', prices(13, '14:32'));
    await settled();
    fake.market.history('A', '1Min', [prices(13, '14:32')]);
    expect((await live.history(5)).series[0]!.columns.close).toEqual(Float64Array.from([12, 13]));
    await go('14:33:40');
    expect(told(heard).filter((one) => !one.endsWith('correction'))).toEqual([]);
  });

  test('by time: what opened from then on', async () => {
    const { fake, live } = await world({}, {}, instant('14:33:05'));
    fake.market.history('A', '1Min', [prices(10, '14:28'), prices(11, '14:30'), prices(12, '14:31'), prices(99, '14:33')]);
    await live.open();
    const data = await live.historyFrom!(instant('14:30'));
    expect(data.series.map(({ columns }) => [...columns.close])).toEqual([[11, 12], []]);
    expect(data.sources!.map(({ rows }) => rows)).toEqual([2, 0]);
  });

  test('looks further back for what is traded seldom', async () => {
    const { live, fake } = await world({ symbols: ['A'] });
    const days = ['2023-11-13', '2023-12-20', '2024-01-05'].map((date, i) => ({
      ...prices(i + 11, '14:30'),
      time: Date.parse(`${date}T15:00:00Z`),
    }));
    fake.market.history('A', '1Min', days);
    await live.open();
    expect([...(await live.history(3)).series[0]!.columns.close]).toEqual([11, 12, 13]);
  });
});

describe('the connection', () => {
  test('lost, it comes back; what was missed comes first, in time order, each bar once', async () => {
    const { fake, live, heard, go, bar } = await world();
    await live.open();
    await go('14:31:01');
    bar('A', '14:30', 10);
    await settled();
    fake.dropStreams();
    await until(() => heard.status.at(-1) === 'interrupted');
    // Kept by REST, streamed to nobody.
    await go('14:31:01');
    for (const [symbol, minute, close] of [
      ['B', '14:30', 20],
      ['A', '14:31', 11],
      ['B', '14:32', 22],
      ['A', '14:32', 12],
    ] as const)
      bar(symbol, minute, close);
    await go('14:31:03');
    await until(() => heard.status.at(-1) === 'open');
    // At 14:31 the others had not closed.
    expect(told(heard)).toEqual(['A 14:31 10 stream', 'B 14:31 20 backfill']);
    // Four refusals for want of room keep it away for 2 + 30 + 30 + 30 s, each within a fifth, and then for 30 s more.
    fake.faults.next('data stream', 'handshake-429', 4);
    fake.dropStreams();
    await until(() => heard.status.at(-1) === 'interrupted');
    await go('14:34:00');
    await until(() => heard.status.at(-1) === 'open');
    bar('A', '14:32', 12);
    bar('A', '14:33', 13);
    await until(() => heard.bars.length >= 6);
    expect(told(heard).slice(2)).toEqual(['A 14:32 11 backfill', 'A 14:33 12 backfill', 'B 14:33 22 backfill', 'A 14:34 13 stream']);
    expect(heard.status).toEqual(['connecting', 'open', 'interrupted', 'open', 'interrupted', 'open']);
  });

  test.each(['the next connection', 'the look of every ten minutes'])(
    'a bar that was lost without a sign is found with %s',
    async (how) => {
      const { fake, live, heard, go, bar } = await world({ quiet: 60 * MINUTE });
      await live.open();
      await go('14:33:01');
      fake.faults.next('bars', 'lose');
      for (const minute of ['14:30', '14:31', '14:32']) bar('A', minute, 10);
      await until(() => heard.bars.length === 2);
      if (how === 'the next connection') {
        fake.dropStreams();
        await until(() => heard.status.at(-1) === 'interrupted');
        await go('14:33:03');
        await until(() => heard.status.at(-1) === 'open');
      } else {
        await go('14:39:00');
        expect(heard.bars).toHaveLength(2);
        await go('14:42:00');
        await until(() => heard.bars.length === 3);
      }
      // Too late to be in order.
      expect(told(heard)).toEqual(['A 14:32 10 stream', 'A 14:33 10 stream', 'A 14:31 10 correction']);
    },
  );

  test.each(['mute', 'mute-after-auth'] as const)('a server that is %s is left after ten seconds', async (fault) => {
    const { fake, live, heard, go } = await world();
    fake.faults.next('data stream', fault);
    const opening = live.open();
    await settled();
    await go('14:30:39');
    expect(heard.notices).toEqual([]);
    await go('14:30:42');
    await opening;
    expect(heard.notices).toEqual(['alpaca/disconnected']);
    expect(heard.status).toEqual(['connecting', 'open']);
  });

  test('refused for want of room, it waits half a minute and tries again', async () => {
    const { fake, live, heard, go } = await world();
    fake.faults.next('data stream', 'connection-limit');
    fake.faults.next('data stream', 'handshake-429');
    const opening = live.open();
    await settled();
    await go('14:30:53');
    expect([heard.notices, fake.state().faults?.['handshake-429']]).toEqual([['alpaca/disconnected'], undefined]);
    await go('14:32:00');
    await opening;
    expect(heard.notices).toEqual(['alpaca/disconnected', 'alpaca/disconnected']);
  });

  test('tries without end while the server is away', async () => {
    const { fake, live, heard, go } = await world();
    await live.open();
    await fake.stop();
    await until(() => heard.status.at(-1) === 'interrupted');
    await go('14:40:30');
    const attempts = heard.notices.filter((code) => code === 'alpaca/disconnected').length;
    // Pauses of 1, 2, 4, 8, 16, 32 and then 64 s, each within a fifth, in 600 s: 63 · 1.2 + 6 · 76.8 = 536 and 63 · 0.8 + 11 · 51.2 = 614.
    expect(attempts).toBeGreaterThanOrEqual(6 + 6);
    expect(attempts).toBeLessThanOrEqual(6 + 11);
    expect(heard.error).toBeUndefined();
  });

  test('silent while others trade, it is replaced; silent because nothing is traded, it is not', async () => {
    const { fake, live, heard, go } = await world();
    await live.open();
    await go('14:35:00');
    expect(heard.notices).toEqual([]);
    // Asked after three minutes, REST knew of nothing: now the silence may last for six.
    fake.market.history('A', '1Min', [prices(10, '14:32')]);
    await go('14:36:20');
    expect(told(heard)).toEqual([]);
    await go('14:38:00');
    await until(() => heard.status.at(-1) === 'open');
    expect(told(heard)).toEqual(['A 14:33 10 backfill']);
    await go('14:42:00');
    expect(heard.notices).toEqual(['alpaca/mute', 'alpaca/disconnected']);
    expect(heard.status).toEqual(['connecting', 'open', 'interrupted', 'open']);
  });

  test('REST that fails after a reconnection holds nothing up for ever, and is asked again', async () => {
    const { fake, live, heard, go, bar } = await world();
    await live.open();
    await go('14:31:01');
    fake.dropStreams();
    await until(() => heard.status.at(-1) === 'interrupted');
    bar('A', '14:30', 10);
    fake.faults.next('GET /v2/stocks/bars', '500-before-accept', 2);
    await go('14:31:05');
    await until(() => heard.notices.includes('alpaca/backfill'));
    expect([told(heard), heard.status.at(-1)]).toEqual([[], 'open']);
    await go('14:31:40');
    await until(() => heard.bars.length === 1);
    expect(told(heard)).toEqual(['A 14:31 10 backfill']);
  });

  test('REST that does not answer keeps no bar for more than 20 seconds', async () => {
    const { fake, live, heard, go, bar } = await world();
    await live.open();
    await go('14:32:01');
    bar('A', '14:31', 11);
    await until(() => heard.bars.length === 1);
    fake.dropStreams();
    await until(() => heard.status.at(-1) === 'interrupted');
    fake.faults.next('GET /v2/stocks/bars', 'timeout-before-accept');
    await go('14:33:01');
    bar('A', '14:32', 12);
    await settled();
    // The connection is back since 14:32:02, give or take a fifth of a second.
    expect([told(heard), heard.status.at(-1)]).toEqual([['A 14:32 11 stream', 'A 14:33 12 stream'], 'open']);
    fake.dropStreams();
    await until(() => heard.status.at(-1) === 'interrupted');
    fake.faults.clear();
    fake.faults.next('GET /v2/stocks/bars', 'timeout-before-accept');
    await go('14:33:10');
    expect(heard.status.at(-1)).toBe('interrupted');
    await go('14:34:01');
    expect(heard.status.at(-1)).toBe('open');
  });
});

describe('the end', () => {
  test('keys that are refused', async () => {
    const { live, heard, fake } = await world({}, { secret: 'another' });
    const error = await rejection(
      alpacaLive({ symbols: ['A'], basis: 'raw', interval: '1m', env: {}, clock: new SimulatedClock(START) }).open(),
    );
    expect([error instanceof ConfigError, (error as ConfigError).code]).toEqual([true, 'alpaca/keys']);
    await live.open();
    expect([heard.error, fake.env.APCA_API_SECRET_KEY]).toEqual([undefined, 'another']);
  });

  test.each(['1m', '1d'] as const)('%s: the wrong keys end it, and say nothing of the secret', async (interval) => {
    const fake = await startFakeAlpaca({ hours: 'driven' });
    stops.push(() => fake.stop());
    const env = { ...fake.env, APCA_API_SECRET_KEY: 'tell-nobody' };
    const live = alpacaLive({ symbols: ['A'], basis: 'raw', interval, env, clock: new SimulatedClock(START), pause: 0 });
    const heard = listenTo(live);
    const error = await rejection(live.open());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code: 'alpaca/unauthorized', hint: expect.stringContaining('APCA_API_KEY_ID') });
    expect(`${error.message}${JSON.stringify((error as DataError).context)}`).not.toContain('tell-nobody');
    expect([heard.error, heard.status]).toEqual([error, ['connecting', 'error']]);
    await live.close();
  });

  test('once they were good, one refusal is tried again, and three end it', async () => {
    const { fake, live, heard, go } = await world();
    await live.open();
    const { port } = new URL(fake.url);
    await fake.stop();
    const other = await startFakeAlpaca({ hours: 'driven', port: Number(port), secret: 'changed' });
    stops.push(() => other.stop());
    await go('14:30:50');
    expect([heard.error, heard.notices]).toEqual([undefined, ['alpaca/disconnected', 'alpaca/disconnected']]);
    await go('14:32:00');
    await until(() => heard.error !== undefined);
    expect(heard.error).toMatchObject({ code: 'alpaca/unauthorized' });
    expect(heard.status).toEqual(['connecting', 'open', 'interrupted', 'error']);
  });

  test('given up before it is open', async () => {
    const { live, fake, heard } = await world();
    fake.faults.next('data stream', 'mute');
    const controller = new AbortController();
    const opening = live.open(controller.signal);
    await settled();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejection(opening)).toBe(reason);
    expect([heard.completed, heard.status]).toEqual([true, ['connecting', 'closed']]);
  });
});

/** A stream that authenticates, answers the subscription with `answer`, and then sends what the test says. */
async function rawStream(answer: unknown): Promise<{ readonly url: string; readonly send: (frame: Uint8Array) => void }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  stops.push(async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    const answers = [[{ T: 'success', msg: 'authenticated' }], answer];
    socket.on('message', () => {
      const next = answers.shift();
      if (next !== undefined) socket.send(encode(next));
    });
  });
  const send = (frame: Uint8Array): void => server.clients.forEach((socket) => socket.send(frame));
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v2/iex`, send };
}

describe('what a server may say', () => {
  const worldOf = async (answer: unknown): Promise<World & { send: (frame: Uint8Array) => void }> => {
    const { url, send } = await rawStream(answer);
    const fake = await startFakeAlpaca({ hours: 'driven' });
    stops.push(() => fake.stop());
    return { ...(await world({ env: { ...fake.env, APCA_DATA_STREAM_URL: url } })), fake, send };
  };

  test('nonsense is left out, and what it may have hidden is fetched', async () => {
    const { fake, live, heard, go, send } = await worldOf([{ T: 'subscription', bars: ['A', 'B'], updatedBars: ['A', 'B'] }]);
    await live.open();
    await go('14:31:01');
    const { time } = prices(10, '14:30');
    const frame = { T: 'b', S: 'A', t: new Date(time), o: 10, h: 11, l: 9, c: 10, v: 100, n: 1, vw: 10 };
    const { t: _, ...timeless } = frame;
    for (const nonsense of [
      Uint8Array.from([0xc1, 0xff, 0]),
      encode({ T: 'b' }),
      encode([null]),
      encode([{ T: 'b' }]),
      encode([timeless]),
      encode([{ ...frame, o: null }]),
      encode([{ ...frame, h: 'x' }]),
      encode([{ ...frame, S: 'C' }]),
      encode([{ T: 'z', S: 'A' }]),
      encode([{ T: 'error', code: 403, msg: 'already authenticated' }]),
    ])
      send(nonsense);
    fake.market.history('B', '1Min', [prices(20, '14:30')]);
    await until(() => heard.notices.length >= 6);
    send(encode([frame, { ...frame, S: 'B', v: 200n, o: 20, h: 21, l: 19, c: 20 }], { useBigInt64: true }));
    await until(() => heard.bars.length === 2);
    expect(told(heard)).toEqual(['A 14:31 10 stream', 'B 14:31 20 stream']);
    expect(heard.bars[1]!.volume).toBe(200);
    expect(heard.notices).toEqual([...Array(3).fill('alpaca/message'), ...Array(3).fill('alpaca/bar')]);
    fake.market.history('A', '1Min', [prices(12, '14:31')]);
    await go('14:32:10');
    send(encode({ T: 'b' }));
    await until(() => heard.notices.length === 7);
    await go('14:32:15');
    await until(() => heard.bars.length === 4);
    // REST says another volume of B: 100, as of all bars of this test.
    expect(told(heard).slice(2)).toEqual(['B 14:31 20 correction', 'A 14:32 12 backfill']);
    expect(heard.status).toEqual(['connecting', 'open']);
  });

  test.each<readonly [code: number, expected: string]>([
    [400, 'alpaca/disconnected'],
    [405, 'DataError alpaca/symbol-limit'],
    [406, 'alpaca/disconnected'],
    [407, 'alpaca/disconnected'],
    [408, 'DataError alpaca/subscription'],
    [409, 'DataError alpaca/subscription'],
    [500, 'alpaca/disconnected'],
    [599, 'alpaca/disconnected'],
  ])('error %d', async (code, expected) => {
    const { live, heard } = await worldOf([{ T: 'error', code, msg: 'so it is' }]);
    const said = live.open().then(
      () => undefined,
      (error: unknown) => error,
    );
    await until(() => heard.error !== undefined || heard.notices.length > 0);
    if (expected.startsWith('DataError ')) {
      expect(heard.error).toBeInstanceOf(DataError);
      expect(`DataError ${(heard.error as DataError).code}`).toBe(expected);
    } else expect([heard.error, heard.notices]).toEqual([undefined, [expected]]);
    await live.close();
    await said;
  });
});

test('a bad day: with faults of every kind each bar comes once and in order, and none is missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (seed) => {
      const faults = {
        requests: { '500-before-accept': 0.1, 'reset-before-accept': 0.1, 'cut-body': 0.05, 'bad-json': 0.05 },
        connections: { 'handshake-429': 0.1, mute: 0.1, 'mute-after-auth': 0.1, 'connection-limit': 0.1 },
        bars: { duplicate: 0.1, drop: 0.05 },
      } as const;
      const { fake, live, heard, go } = await world({ retry: { attempts: 1 } }, { seed, faults });
      const opening = live.open();
      await go('14:32:00');
      const sent: string[] = [];
      for (let minute = 32; minute < 52; minute++) {
        await go(instant('14:00') + (minute + 1) * MINUTE + 100);
        for (const symbol of minute % 3 === 0 ? ['A'] : ['B', 'A']) {
          fake.market.bar(symbol, { ...prices(minute, '14:30'), time: instant('14:00') + minute * MINUTE }, { trade: false });
          sent.push(`${symbol} ${minute}`);
        }
      }
      fake.faults.clear();
      await go('14:56:00');
      fake.dropStreams();
      await go('15:00:00');
      await opening;
      const inOrder = heard.bars.filter(({ origin }) => origin !== 'correction');
      for (const symbol of ['A', 'B']) {
        const times = inOrder.filter(({ instrument }) => instrument.symbol === symbol).map(({ time }) => time);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      }
      // A bar that was lost while the connection was good is found when it is not: too late for history, and told all the same.
      const all = heard.bars.map(({ instrument, close }) => `${instrument.symbol} ${close}`);
      expect([...new Set(all)].sort()).toEqual(sent.sort());
      expect(all).toHaveLength(sent.length);
      expect([heard.error, heard.status.at(-1)]).toEqual([undefined, 'open']);
      await live.close();
      await fake.stop();
    }),
    { numRuns: cases(3) },
  );
}, 60_000);

describe('sessions', () => {
  const session = (date: string, close: number): BarPrices & { readonly time: number } => ({
    ...prices(close, '14:30'),
    time: Date.parse(`${date}T05:00:00Z`),
  });
  const daily = (options: Partial<AlpacaLiveOptions> = {}, start = '2024-01-08T14:00:00Z'): Promise<World> =>
    world({ interval: '1d', ...options }, {}, Date.parse(start));
  const days = ({ bars }: Heard): string[] => bars.map(({ time, ...bar }) => `${isoInstant(time).slice(0, 10)} ${brief({ time, ...bar })}`);

  test('are asked for when they have settled, until all of them are there, and come together', async () => {
    const { fake, live, heard, go } = await daily();
    fake.market.history('A', '1Day', [session('2024-01-05', 9)]);
    fake.market.history('B', '1Day', [session('2024-01-05', 19)]);
    await live.open();
    expect((await live.history(5)).series.map(({ columns }) => [...columns.close])).toEqual([[9], [19]]);
    // The bar of the day that is under way, as REST shows it.
    fake.market.history('A', '1Day', [session('2024-01-08', 10)]);
    await go('21:19:59');
    expect(heard.bars).toEqual([]);
    fake.market.history('A', '1Day', [session('2024-01-08', 11)]);
    await go('21:25:30');
    expect(heard.bars).toEqual([]);
    fake.market.history('B', '1Day', [session('2024-01-08', 21)]);
    await go('21:27:00');
    expect(days(heard)).toEqual(['2024-01-08 A 21:00 11 stream', '2024-01-08 B 21:00 21 stream']);
    expect(heard.bars[0]).toMatchObject({ interval: '1d', openTime: instant('14:30'), time: instant('21:00'), extended: false });
    expect([heard.status, heard.notices]).toEqual([['connecting', 'open'], []]);
  });

  test('what does not come is not waited for for ever, nor is what failed', async () => {
    const { fake, live, heard, go } = await daily();
    await live.open();
    fake.market.history('A', '1Day', [session('2024-01-08', 11)]);
    fake.faults.next('GET /v2/stocks/bars', '500-before-accept', 2);
    await go('21:20:00');
    await until(() => heard.status.at(-1) === 'interrupted');
    await go('21:51:30');
    expect(days(heard)).toEqual(['2024-01-08 A 21:00 11 stream']);
    expect([heard.status, heard.notices]).toEqual([
      ['connecting', 'open', 'interrupted', 'open'],
      ['alpaca/request', 'alpaca/no-bar'],
    ]);
    // It comes late in the evening; and the other one is corrected overnight.
    fake.market.history('B', '1Day', [session('2024-01-08', 21)]);
    await go('22:05:00');
    fake.market.history('A', '1Day', [session('2024-01-08', 12), session('2024-01-09', 13)]);
    fake.market.history('B', '1Day', [session('2024-01-09', 22)]);
    await go(Date.parse('2024-01-09T21:21:00Z'));
    expect(days(heard).slice(1)).toEqual([
      '2024-01-08 B 21:00 21 stream',
      '2024-01-08 A 21:00 12 correction',
      '2024-01-09 A 21:00 13 stream',
      '2024-01-09 B 21:00 22 stream',
    ]);
  });

  test('opened before the bar of the day has settled, it is no history yet', async () => {
    const { fake, live, heard, go } = await daily({ symbols: ['A'], settle: 16 * MINUTE }, '2024-01-08T21:05:00Z');
    fake.market.history('A', '1Day', [session('2024-01-05', 9), session('2024-01-08', 10)]);
    await live.open();
    expect([...(await live.history(2)).series[0]!.columns.close]).toEqual([9]);
    await go('21:16:00');
    expect(days(heard)).toEqual(['2024-01-08 A 21:00 10 stream']);
  });

  test('sessions that passed while the machine slept come as backfill', async () => {
    const { fake, live, heard, clock } = await daily({ symbols: ['A'] });
    await live.open();
    fake.market.history('A', '1Day', [session('2024-01-08', 10), session('2024-01-09', 11), session('2024-01-10', 12)]);
    const late = clock.takeBefore(instant('21:20'), 3)!;
    clock.advance(Date.parse('2024-01-11T02:00:00Z'));
    late();
    await until(() => heard.bars.length === 3);
    expect(days(heard)).toEqual(['2024-01-08 A 21:00 10 backfill', '2024-01-09 A 21:00 11 backfill', '2024-01-10 A 21:00 12 stream']);
  });
});

test('session bars out of the stream: the minutes before it was opened, those of the stream, and an interruption', async () => {
  const { fake, clock, live, go, bar } = await world({ symbols: ['A'] }, {}, instant('20:47:10'));
  fake.market.history('A', '1Min', [prices(9, '14:29'), prices(10, '14:30'), prices(30, '15:00'), prices(11, '20:46')]);
  const made = sessionBars(live, { minutesBeforeClose: 10, clock });
  const heard = listenTo(made);
  await made.open();
  await go('20:48:01');
  bar('A', '20:47', 12);
  await go('20:48:40');
  fake.faults.next('data stream', 'handshake-429');
  fake.dropStreams();
  await until(() => heard.status.at(-1) === 'interrupted');
  bar('A', '20:48', 40);
  await go('20:49:30');
  await until(() => heard.status.at(-1) === 'open');
  await go('20:50:01');
  bar('A', '20:49', 13);
  await until(() => heard.bars.length > 0);
  // Open of 14:30; high 40 + 1 of the minute that was missed; low 10 - 1 of the first; volume 6 · 100.
  expect(heard.bars).toMatchObject([
    {
      interval: '1d',
      openTime: instant('14:30'),
      time: instant('20:50'),
      open: 10,
      high: 41,
      low: 9,
      close: 13,
      volume: 600,
      origin: 'stream',
    },
  ]);
});

describe('what cannot be is refused', () => {
  const given = { symbols: ['A'], basis: 'raw', interval: '1m' } as const;
  test.each<readonly [options: Partial<AlpacaLiveOptions>, code: string]>([
    [{ interval: '5m' as '1m' }, 'alpaca/interval'],
    [{ feed: 'otc' as 'sip' }, 'alpaca/feed'],
    [{ basis: 'split' as 'raw' }, 'feed/basis'],
    [{ symbols: [] }, 'feed/no-symbols'],
    [{ quiet: 0 }, 'alpaca/wait'],
    [{ settle: -1 }, 'alpaca/wait'],
    [{ env: { APCA_DATA_STREAM_URL: 'stream.example' } }, 'alpaca/stream-address'],
  ])('%j', (options, code) => {
    expect(thrown(() => alpacaLive({ ...given, ...options }))).toMatchObject({ code, hint: expect.stringMatching(/./) });
  });
});
