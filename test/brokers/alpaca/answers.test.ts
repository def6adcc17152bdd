import { describe, expect, test } from '@jest/globals';

import { answerOf, waitOf } from '../../../brokers/alpaca/answer.js';

const answer = (status: number, body: string) => answerOf(new Response(body, { status, headers: { 'x-request-id': 'r' } }));

describe('what an answer of the venue says', () => {
  test.each([
    [200, '{"id":"v"}', 'ok'],
    [200, '', 'ok'],
    [207, '[]', 'ok'],
    [403, '{"code":40310000,"message":"insufficient buying power"}', 'refused'],
    [422, '{"message":"client_order_id must be unique"}', 'refused'],
    [404, '{"message":"order not found"}', 'refused'],
    // None of these says whether anything was done.
    [200, '{"id":', 'unclear'],
    [200, '<html>', 'unclear'],
    [403, '<html>a gateway</html>', 'unclear'],
    [422, '{"message":"client_order', 'unclear'],
    [400, '"no object"', 'unclear'],
    [408, '{}', 'unclear'],
    [500, '{"message":"internal"}', 'unclear'],
    [502, '<html>', 'unclear'],
    [504, '', 'unclear'],
  ])('%d %s: %s', async (status, body, kind) => {
    expect(await answer(status, body)).toMatchObject({ kind, status });
  });

  test('a redirection is no answer', async () => {
    expect(await answer(302, '')).toMatchObject({ kind: 'unclear', status: 302 });
  });

  test('a body that breaks off says nothing, whatever its status', async () => {
    const broken = { status: 422, headers: new Headers(), text: () => Promise.reject(new TypeError('terminated')) };
    expect(await answerOf(broken)).toEqual({ kind: 'unclear', status: 422, why: 'the answer (422) broke off: terminated' });
  });

  test('a refusal has the words of the venue, with the figures beside them', async () => {
    const body = { code: 40310000, message: 'insufficient buying power', buying_power: '100000', cost_basis: '100100', symbol: 'SPY' };
    expect(await answer(403, JSON.stringify(body))).toMatchObject({
      words: 'insufficient buying power (cost basis 100100, buying power 100000)',
      requestId: 'r',
    });
    expect(await answer(403, '{}')).toMatchObject({ words: 'refused with 403' });
  });
});

describe('how long a venue wants to be left alone', () => {
  const now = Date.parse('2024-11-14T15:00:00Z');
  const wait = (headers: Record<string, string>) => waitOf(new Headers(headers), now);
  test('Retry-After first, in seconds or as a date by the clock of the venue', () => {
    expect(wait({ 'retry-after': '30', 'x-ratelimit-reset': String(now / 1000 + 5) })).toBe(30_000);
    expect(wait({ 'retry-after': 'Thu, 14 Nov 2024 15:00:20 GMT' })).toBe(20_000);
    // Its clock is ten seconds ahead of ours.
    expect(wait({ 'retry-after': 'Thu, 14 Nov 2024 15:00:20 GMT', date: 'Thu, 14 Nov 2024 15:00:10 GMT' })).toBe(10_000);
  });
  test('then the time of the reset, then a second; never less than a quarter, never more than two minutes', () => {
    expect(wait({ 'x-ratelimit-reset': String(now / 1000 + 12) })).toBe(12_000);
    expect(wait({})).toBe(1000);
    expect(wait({ 'retry-after': '0' })).toBe(250);
    expect(wait({ 'x-ratelimit-reset': String(now / 1000 - 100) })).toBe(250);
    expect(wait({ 'retry-after': '86400' })).toBe(120_000);
  });
});
