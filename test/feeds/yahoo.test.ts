import { describe, expect, jest, test } from '@jest/globals';

import { yahoo, type YahooBasis, type YahooOptions } from '../../feeds/index.js';
import { asPaid } from '../../feeds/yahoo/actions.js';
import { printedPrice } from '../../feeds/yahoo/printed-price.js';
import { ConfigError, DataError } from '../../src/core/errors.js';
import type { FeedData } from '../../src/feed/feed.js';
import { thrown } from '../support/thrown.js';
import { cut, hang, httpSource, json, text, type Answer } from '../support/http-source.js';
import { rejection } from './rejection.js';
import { QUICK, sessionStamp } from './sources/yahoo-feed.js';
import { YAHOO_UNKNOWN, yahooAnswer, type YahooRow } from './sources/yahoo-answer.js';

const day = (date: string, close: number | null, more: Partial<YahooRow> = {}): YahooRow => ({
  at: sessionStamp(date),
  open: close,
  high: close === null ? null : close + 1,
  low: close === null ? null : close - 1,
  close,
  volume: close === null ? null : 1000,
  ...more,
});

/** Loads SPY from a source that gives these answers, one a request, the last for all further ones. */
async function load(
  answers: readonly Answer[],
  options: Partial<YahooOptions<YahooBasis>> = {},
): Promise<FeedData & { requests: string[] }> {
  const source = await httpSource((before) => answers[Math.min(before, answers.length - 1)]!);
  const feed = yahoo({ symbols: ['SPY'], basis: 'split', ...QUICK, fetch: source.fetch, ...options });
  return { ...(await feed.load()), requests: source.requests };
}

const GOOD = json(yahooAnswer({ rows: [day('2024-02-28', 505), day('2024-02-29', 508)] }));

describe('prices', () => {
  test('split: as sent, in the decimals that a float32 means', async () => {
    const rows = [day('2024-02-28', 505.260009765625, { open: 505.3299865722656, high: 506.8599853515625, low: 504.9599914550781 })];
    const { series, sources } = await load([json(yahooAnswer({ rows }))]);
    const { open, high, low, close } = series[0]!.columns;
    expect([open[0], high[0], low[0], close[0]]).toEqual([505.33, 506.86, 504.96, 505.26]);
    expect(series[0]!.instrument).toMatchObject({ symbol: 'SPY', basis: 'split', currency: 'USD' });
    expect(sources![0]!.key).toEqual({ source: 'yahoo', symbol: 'SPY', interval: '1d', adjustment: 'split' });
  });

  test('total-return: times adjusted close / close, and without actions', async () => {
    // 100 with an adjusted close of 90: everything times 0.9.
    const events = { dividends: { '1': { amount: 10, date: sessionStamp('2024-02-29') } } };
    const rows = [day('2024-02-28', 100, { adjclose: 90 }), day('2024-02-29', 92)];
    const { series, actions } = await load([json(yahooAnswer({ rows, events }))], { basis: 'total-return' });
    const { open, high, low, close, volume } = series[0]!.columns;
    expect([open[0], high[0], low[0], close[0], volume[0]]).toEqual([90, 101 * 0.9, 99 * 0.9, 90, 1000]);
    expect(close[1]).toBe(92);
    expect(actions).toBeUndefined();
  });

  test('a float32 prints as its shortest decimal, every other number as it is', () => {
    // 0.1 and 28.9 are not float32 numbers; 163.82 and 0.0946 as float32 are.
    expect(printedPrice(0.1)).toBe(0.1);
    expect(printedPrice(163.82000732421875)).toBe(163.82);
    expect(printedPrice(Math.fround(0.0946))).toBe(0.0946);
    expect(printedPrice(4096.5)).toBe(4096.5);
    const prices = Array.from({ length: 99_999 }, (_, i) => (i + 1) / 100);
    expect(prices.filter((price) => printedPrice(Math.fround(price)) !== price)).toEqual([]);
  });
});

describe('rows', () => {
  test('those without figures are dropped and counted', async () => {
    const rows = [day('2024-02-27', null), day('2024-02-28', 505), { ...day('2024-02-29', 508), close: null }];
    const { series, sources, warnings } = await load([json(yahooAnswer({ rows }))]);
    expect([...series[0]!.columns.close]).toEqual([505]);
    expect(sources![0]).toMatchObject({
      rows: 1,
      dropped: [{ reason: '2024-02-27: the source has no figures for it' }, { reason: '2024-02-29: the source has no figures for it' }],
    });
    expect(warnings).toEqual(['yahoo: SPY 1d: 2 of 3 rows dropped, the first 2024-02-27: the source has no figures for it']);
  });

  test('the session that has not closed yet is dropped, and kept once it has', async () => {
    // 15:30 and 16:00 New York on 2024-02-29.
    const live = { ...day('2024-02-29', 508), at: Date.parse('2024-02-29T20:30:00Z') / 1000 };
    const answer = (date: string, regularMarketTime: string): Answer =>
      json(yahooAnswer({ rows: [day('2024-02-28', 505), live], meta: { regularMarketTime: Date.parse(regularMarketTime) / 1000 } }), 200, {
        date,
      });
    const during = await load([answer('Thu, 29 Feb 2024 20:30:05 GMT', '2024-02-29T20:30:00Z')]);
    expect(during.series[0]!.length).toBe(1);
    expect(during.sources![0]!.dropped).toEqual([{ reason: '2024-02-29: the session has not closed yet' }]);
    const after = await load([answer('Thu, 29 Feb 2024 21:00:05 GMT', '2024-02-29T20:59:58Z')]);
    expect(after.series[0]!.length).toBe(2);
    expect(after.sources![0]!.dropped).toBeUndefined();
  });

  test('without a Date header the last trade tells the time', async () => {
    const meta = { regularMarketTime: Date.parse('2024-02-29T20:30:00Z') / 1000 };
    const { series } = await load([json(yahooAnswer({ rows: [day('2024-02-28', 505), day('2024-02-29', 508)], meta }), 200, { date: '' })]);
    expect(series[0]!.length).toBe(1);
  });

  test('a second row of the session, stamped with its last trade, is dropped', async () => {
    const last = Date.parse('2024-02-29T21:00:00Z') / 1000;
    const rows = [day('2024-02-29', 508), { ...day('2024-02-29', 508), at: last }];
    const { series, sources } = await load([json(yahooAnswer({ rows, meta: { regularMarketTime: last } }))]);
    expect(series[0]!.length).toBe(1);
    expect(sources![0]!.dropped).toEqual([{ reason: '2024-02-29: a second row of the session, of its last trade' }]);
  });

  test('from and to are dates of the venue, both included', async () => {
    const rows = ['2024-02-26', '2024-02-27', '2024-02-28', '2024-02-29'].map((date, i) => day(date, 500 + i));
    const { series, requests } = await load([json(yahooAnswer({ rows }))], { from: '2024-02-27', to: '2024-02-28' });
    expect([...series[0]!.columns.close]).toEqual([501, 502]);
    const asked = new URL(requests[0]!, 'http://x').searchParams;
    // One day earlier than asked, as the venue's zone is known from the answer only.
    expect(asked.get('period1')).toBe(String(Date.parse('2024-02-26T00:00:00Z') / 1000));
    expect(asked.get('events')).toBe('div|split');
  });

  test('tolerant mode drops what strict mode refuses', async () => {
    const rows = [day('2024-02-28', 505), { ...day('2024-02-29', 508), high: 1 }];
    const { series, warnings } = await load([json(yahooAnswer({ rows }))], { mode: 'tolerant' });
    expect(series[0]!.length).toBe(1);
    expect(warnings![0]).toContain('1 of 2 rows dropped, the first 2024-02-29: high is below low');
  });

  test('no bar in the range is a warning, as a store asks for what may not be there', async () => {
    const { series, warnings } = await load([json(yahooAnswer({ rows: [] }))]);
    expect(series[0]!.length).toBe(0);
    expect(warnings).toEqual(['yahoo: SPY 1d: not one bar in the range of dates']);
  });

  test('an instrument of another zone needs its calendar; cryptocurrencies trade always', async () => {
    const berlin = json(yahooAnswer({ rows: [], meta: { exchangeTimezoneName: 'Europe/Berlin', currency: 'EUR' } }));
    await expect(load([berlin])).rejects.toMatchObject({ code: 'yahoo/calendar', hint: expect.stringContaining('calendar') });
    const saturday = Date.parse('2024-02-24T00:00:00Z') / 1000;
    const crypto = yahooAnswer({
      rows: [{ ...day('2024-02-23', 51_000), at: saturday }],
      meta: { exchangeTimezoneName: 'UTC', instrumentType: 'CRYPTOCURRENCY' },
    });
    const { series } = await load([json(crypto)], { symbols: ['BTC-USD'] });
    expect(series[0]!.instrument.calendar.name).toBe('always-open');
    expect([series[0]!.openTimeAt(0), series[0]!.columns.time[0]]).toEqual([saturday * 1000, saturday * 1000 + 86_400_000]);
  });
});

describe('dividends and splits', () => {
  test('typed events, as paid at the time', async () => {
    // AAPL: 2.65 a share before the 7:1 of 2014-06-09 and the 4:1 of 2020-08-31; Yahoo sends 2.65 / 28 = 0.094643.
    const events = {
      dividends: {
        '1': { amount: 0.094643, date: sessionStamp('2012-08-09') },
        '2': { amount: 0.1175, date: sessionStamp('2014-05-08') },
        '3': { amount: 0.82, date: sessionStamp('2020-08-07') },
        '4': { amount: 0.24, date: sessionStamp('2024-02-09') },
      },
      splits: {
        '5': { date: sessionStamp('2014-06-09'), numerator: 7, denominator: 1, splitRatio: '7:1' },
        '6': { date: sessionStamp('2020-08-31'), numerator: 4, denominator: 1, splitRatio: '4:1' },
      },
    };
    const { actions } = await load([json(yahooAnswer({ rows: [day('2024-02-28', 180)], events }))], {
      symbols: ['AAPL'],
      from: '2012-01-01',
    });
    expect(actions).toEqual([
      {
        symbol: 'AAPL',
        from: '2012-01-01',
        // The source's date: splits up to here are in its prices.
        to: '2024-03-01',
        actions: [
          { kind: 'dividend', symbol: 'AAPL', exDate: '2012-08-09', amount: 2.65 },
          { kind: 'dividend', symbol: 'AAPL', exDate: '2014-05-08', amount: 3.29 },
          { kind: 'split', symbol: 'AAPL', exDate: '2014-06-09', numerator: 7, denominator: 1 },
          { kind: 'dividend', symbol: 'AAPL', exDate: '2020-08-07', amount: 3.28 },
          { kind: 'split', symbol: 'AAPL', exDate: '2020-08-31', numerator: 4, denominator: 1 },
          { kind: 'dividend', symbol: 'AAPL', exDate: '2024-02-09', amount: 0.24 },
        ],
      },
    ]);
  });

  test('a symbol without events has an empty history: it is known to have none', async () => {
    const { actions } = await load([GOOD]);
    expect(actions).toEqual([{ symbol: 'SPY', from: '1900-01-01', to: '2024-03-01', actions: [] }]);
  });

  test('what was paid is the shortest decimal that rounding explains', () => {
    const split = (numerator: number, denominator: number): { numerator: number; denominator: number } => ({ numerator, denominator });
    expect(asPaid(0.33, [])).toBe(0.33);
    expect(asPaid(0.016071, [split(7, 1), split(4, 1)])).toBe(0.45);
    // A reverse split 1:10: 0.04 a share before is 0.4 now.
    expect(asPaid(0.4, [split(1, 10)])).toBe(0.04);
    expect(asPaid(0.207207, [split(2, 1)])).toBe(0.414414);
  });
});

describe('intraday', () => {
  const minute = (at: string, close: number | null): YahooRow => ({ ...day('2024-02-29', close), at: Date.parse(at) / 1000 });

  test('an hour that the close cuts short ends with the session', async () => {
    const rows = [minute('2024-02-29T19:30:00Z', 507), minute('2024-02-29T20:30:00Z', 508)];
    const { series } = await load([json(yahooAnswer({ interval: '1h', rows }))], { interval: '1h', from: '2024-02-29', to: '2024-02-29' });
    expect([...series[0]!.columns.time].map((time) => new Date(time).toISOString())).toEqual([
      '2024-02-29T20:30:00.000Z',
      '2024-02-29T21:00:00.000Z',
    ]);
  });

  test("1m bars are asked for week by week, up to the source's own time", async () => {
    const rows = [minute('2024-02-29T14:30:00Z', 507)];
    const { series, requests } = await load(
      [json(yahooAnswer({ interval: '1m', rows: [] })), json(yahooAnswer({ interval: '1m', rows }))],
      {
        interval: '1m',
        from: '2024-02-23',
      },
    );
    const spans = requests.map((request) =>
      ['period1', 'period2'].map((name) => Number(new URL(request, 'http://x').searchParams.get(name))),
    );
    expect(spans).toEqual([
      [Date.parse('2024-02-22T00:00:00Z') / 1000, Date.parse('2024-02-29T00:00:00Z') / 1000],
      // The source's clock says 2024-03-01 22:00.
      [Date.parse('2024-02-29T00:00:00Z') / 1000, Date.parse('2024-03-01T22:00:00Z') / 1000],
    ]);
    expect(series[0]!.length).toBe(1);
  });

  test('a bar that still grows is dropped', async () => {
    const rows = [minute('2024-02-29T20:28:00Z', 507), minute('2024-02-29T20:29:00Z', 508), minute('2024-02-29T20:30:00Z', 509)];
    const { series, sources } = await load(
      [json(yahooAnswer({ interval: '1m', rows, meta: { regularMarketTime: 1 } }), 200, { date: 'Thu, 29 Feb 2024 20:30:10 GMT' })],
      { interval: '1m', from: '2024-02-29', to: '2024-02-29' },
    );
    expect(series[0]!.length).toBe(2);
    expect(sources![0]!.dropped).toEqual([{ reason: '2024-02-29T20:30:00Z: the bar has not closed yet' }]);
  });

  test('longer bars than were asked for are refused', async () => {
    const error = await rejection(load([json(yahooAnswer({ interval: '1d', rows: [] }))], { interval: '1m', from: '2024-02-29' }));
    expect(error).toMatchObject({ code: 'yahoo/granularity', hint: expect.stringMatching(/./) });
  });
});

describe('failures', () => {
  test.each<readonly [what: string, answer: Answer, code: string, requests: number]>([
    ['404', json(YAHOO_UNKNOWN, 404), 'yahoo/unknown-symbol', 1],
    ['429', text('Too Many Requests\r\n', 429), 'network/rate-limited', 3],
    ['the text of a 429 with status 200', text('Edge: Too Many Requests'), 'network/rate-limited', 3],
    ['500', text('oops', 500), 'network/server', 3],
    ['503', text('', 503), 'network/server', 3],
    ['a cut body', cut(JSON.stringify(yahooAnswer({ rows: [day('2024-02-28', 505)] }))), 'network/cut', 3],
    ['a body that ends too early', text('{"chart":{"result":[{"meta":{"curr'), 'network/cut', 3],
    ['an empty body', text(''), 'network/cut', 3],
    ['HTML', text('<!DOCTYPE html><html><body>consent</body></html>'), 'network/not-json', 1],
    ['nothing at all', json({ chart: { result: null, error: null } }), 'yahoo/refused', 1],
    [
      'another form',
      json({ chart: { result: [{ meta: { symbol: 'SPY' }, indicators: { quote: [{}] } }], error: null } }),
      'yahoo/unknown-form',
      1,
    ],
    [
      'bars that are too old',
      json(
        {
          chart: {
            result: null,
            error: {
              code: 'Unprocessable Entity',
              description: '1m data not available. The requested range must be within the last 30 days.',
            },
          },
        },
        422,
      ),
      'yahoo/range',
      1,
    ],
  ])('%s', async (_, answer, code, requests) => {
    const console = (['error', 'warn', 'log'] as const).map((name) =>
      jest.spyOn(globalThis.console, name).mockImplementation(() => undefined),
    );
    const source = await httpSource(() => answer);
    const error = await rejection(yahoo({ symbols: ['SPY'], basis: 'split', ...QUICK, fetch: source.fetch }).load());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
    expect(error.message).toMatch(/^yahoo: .*SPY/);
    expect(source.requests).toHaveLength(requests);
    for (const spy of console) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  test('a hang ends with the time-out, and its message says how long', async () => {
    const error = await rejection(load([hang], { timeout: 40, retry: { attempts: 2, firstDelay: 1 } }));
    expect(error).toMatchObject({ code: 'network/timeout', context: { attempts: 2 } });
    expect(error.message).toContain('no whole answer within 40 ms (2 attempts)');
  });

  test('a host that is not there', async () => {
    const error = await rejection(
      load([GOOD], { fetch: (_, init) => fetch('http://127.0.0.1:1/', init), retry: { attempts: 2, firstDelay: 1 } }),
    );
    expect(error).toMatchObject({ code: 'network/unreachable', hint: expect.stringContaining('connection') });
  });

  test('what fails in passing is tried again', async () => {
    const { series, requests } = await load([text('', 500), text('Too Many Requests', 429), GOOD]);
    expect([series[0]!.length, requests.length]).toEqual([2, 3]);
  });

  test('Retry-After is obeyed', async () => {
    const times: number[] = [];
    const source = await httpSource((before) => (request, response) => {
      times.push(performance.now());
      (before === 0 ? text('Too Many Requests', 429, { 'retry-after': '1' }) : GOOD)(request, response);
    });
    await yahoo({ symbols: ['SPY'], basis: 'split', ...QUICK, fetch: source.fetch }).load();
    expect(times).toHaveLength(2);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(990);
  });

  test('a source that asks for more patience than allowed is given up at once', async () => {
    const error = await rejection(load([text('Too Many Requests', 429, { 'retry-after': 'Fri, 01 Mar 2024 23:00:00 GMT' })]));
    expect(error).toMatchObject({ code: 'network/rate-limited', context: { attempts: 1, retryAfter: 3_600_000 } });
    expect(error.message).toContain('it asks to wait 3600 s');
  });

  test('a signal ends a hanging load with its reason', async () => {
    const source = await httpSource(() => hang);
    const controller = new AbortController();
    const loading = yahoo({ symbols: ['SPY'], basis: 'split', ...QUICK, fetch: source.fetch }).load({ signal: controller.signal });
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 30);
    expect(await rejection(loading)).toBe(reason);
  });

  test('the client library says nothing on the console, not even about Node 20', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const said: string[] = [];
    await load([GOOD], { log: (message) => said.push(message) });
    expect(warn).not.toHaveBeenCalled();
    if (Number(process.versions.node.split('.')[0]) < 22) expect(said.join()).toContain('Unsupported environment');
    warn.mockRestore();
  });
});

describe('options', () => {
  test.each<readonly [what: string, options: Partial<YahooOptions<YahooBasis>>, code: string]>([
    ['no symbol', { symbols: [] }, 'feed/no-symbols'],
    ['a symbol that is a path', { symbols: ['../x'] }, 'feed/symbol'],
    ['a symbol twice', { symbols: ['A', 'A'] }, 'feed/symbol'],
    ['a date that does not exist', { from: '2024-02-30' }, 'feed/date'],
    ['dates the wrong way round', { from: '2024-02-02', to: '2024-02-01' }, 'feed/date'],
    ['minutes without a first date', { interval: '1m' }, 'yahoo/interval'],
    ['minutes on total return', { interval: '1m', from: '2024-02-01', basis: 'total-return' }, 'yahoo/interval'],
    ['an interval that it has not', { interval: '7m' as '5m' }, 'yahoo/interval'],
    ['a basis that it has not', { basis: 'raw' as 'split' }, 'feed/basis'],
    ['no attempt', { retry: { attempts: 0 } }, 'network/options'],
  ])('%s', (_, options, code) => {
    const error = thrown(() => yahoo({ symbols: ['SPY'], basis: 'split', ...options }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
  });
});
