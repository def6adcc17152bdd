import { describe, expect, test } from '@jest/globals';

import { endpointsOf, keysOf } from '../../../brokers/alpaca/endpoints.js';
import { resolveAlpacaOptions } from '../../../brokers/alpaca/options.js';

const KEYS = { APCA_API_KEY_ID: 'key', APCA_API_SECRET_KEY: 'secret' };

describe('addresses and keys of Alpaca', () => {
  test('the paper account, unless live is said', () => {
    expect(endpointsOf({}, false)).toEqual({
      kind: 'paper',
      trading: 'https://paper-api.alpaca.markets',
      stream: 'wss://paper-api.alpaca.markets/stream',
    });
    expect(endpointsOf({}, true)).toEqual({
      kind: 'live',
      trading: 'https://api.alpaca.markets',
      stream: 'wss://api.alpaca.markets/stream',
    });
  });

  test('any other server may be named, this machine without encryption', () => {
    expect(endpointsOf({ APCA_API_BASE_URL: 'http://127.0.0.1:8080/v2/' }, false)).toEqual({
      kind: 'other',
      trading: 'http://127.0.0.1:8080',
      stream: 'ws://127.0.0.1:8080/stream',
    });
    const named = { APCA_API_BASE_URL: 'https://broker.example/alpaca/', APCA_API_STREAM_URL: 'wss://stream.broker.example/orders' };
    expect(endpointsOf(named, false)).toEqual({
      kind: 'other',
      trading: 'https://broker.example/alpaca',
      stream: 'wss://stream.broker.example/orders',
    });
  });

  test.each<[name: string, env: Record<string, string>, live: boolean, code: string]>([
    ['the live host without the word', { APCA_API_BASE_URL: 'https://api.alpaca.markets' }, false, 'alpaca/live-not-confirmed'],
    [
      'any host of theirs that is not paper',
      { APCA_API_BASE_URL: 'https://broker-api.alpaca.markets' },
      false,
      'alpaca/live-not-confirmed',
    ],
    ['the word with the paper host', { APCA_API_BASE_URL: 'https://paper-api.alpaca.markets' }, true, 'alpaca/endpoints'],
    ['orders here, their stream there', { APCA_API_STREAM_URL: 'wss://api.alpaca.markets/stream' }, false, 'alpaca/endpoints'],
    ['keys in the clear', { APCA_API_BASE_URL: 'http://broker.example' }, false, 'alpaca/endpoints'],
    ['a name that only looks like this machine', { APCA_API_BASE_URL: 'http://127.0.0.1.example.com' }, false, 'alpaca/endpoints'],
    ['no address', { APCA_API_BASE_URL: 'paper' }, false, 'alpaca/endpoints'],
    ['another protocol', { APCA_API_STREAM_URL: 'https://paper-api.alpaca.markets/stream' }, false, 'alpaca/endpoints'],
  ])('refused: %s', (_, env, live, code) => {
    expect(() => endpointsOf(env, live)).toThrow(expect.objectContaining({ name: 'ConfigError', code, hint: expect.any(String) }));
  });

  test('a host whose name only ends like theirs is another one', () => {
    expect(endpointsOf({ APCA_API_BASE_URL: 'https://notalpaca.markets' }, false).kind).toBe('other');
  });

  test('keys come from the environment alone, and both are needed', () => {
    expect(keysOf(KEYS)).toEqual({ keyId: 'key', secret: 'secret' });
    expect(() => keysOf({ APCA_API_KEY_ID: 'key' })).toThrow(
      expect.objectContaining({ code: 'alpaca/keys', context: { missing: ['APCA_API_SECRET_KEY'] } }),
    );
  });

  test('times must be times', () => {
    const resolve = (options: object) => () => resolveAlpacaOptions({ env: KEYS, ...options });
    expect(resolve({ timeout: 0 })).toThrow(expect.objectContaining({ code: 'alpaca/option', context: { option: 'timeout', value: 0 } }));
    expect(resolve({ lookUpPauses: [] })).toThrow(expect.objectContaining({ code: 'alpaca/option' }));
    expect(resolve({})()).toMatchObject({ live: false, timeout: 10_000, reconcileEvery: 60_000, sendWithin: Infinity });
  });
});
