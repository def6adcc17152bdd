import { ConfigError } from '../../src/core/errors.js';
import type { AlpacaDataFeed, Environment } from './options.js';

/** The stream's address where the environment has one; `undefined` for Alpaca's own. @throws ConfigError for one that is none. */
export function streamAddress(feed: AlpacaDataFeed, env: Environment = process.env): string | undefined {
  const base = env['APCA_DATA_STREAM_URL'];
  if (base === undefined || base === '') return undefined;
  if (!/^wss?:\/\//.test(base) || !URL.canParse(base)) {
    throw new ConfigError(`alpaca: APCA_DATA_STREAM_URL is no address of a stream: ${JSON.stringify(base)}`, {
      code: 'alpaca/stream-address',
      context: { address: base },
      hint: 'write it as wss://host or ws://host:port',
    });
  }
  const url = new URL(base);
  if (!/\/v\d\w*\/\w+\/?$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, '')}/v2/${feed}`;
  return url.href;
}
