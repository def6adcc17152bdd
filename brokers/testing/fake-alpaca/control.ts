import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FakeAlpaca } from './fake-alpaca.js';
import type { Faults } from './faults.js';
import type { FakeMarket } from './market.js';
import type { FakeVenue } from './venue-desk.js';

/** What can be asked of a server in a process of its own: the methods of {@link FakeAlpaca} by name, as `market.quote`. */
export type FakeAlpacaCalls = Pick<FakeAlpaca, 'state' | 'deposit' | 'block' | 'dropStreams' | 'restart'> & {
  readonly [K in keyof FakeMarket as `market.${K}`]: FakeMarket[K];
} & { readonly [K in Exclude<keyof Faults, 'struck'> as `faults.${K}`]: Faults[K] } & {
  readonly [K in keyof FakeVenue as `venue.${K}`]: FakeVenue[K];
};

const NAMES: readonly (keyof FakeAlpacaCalls)[] = [
  'state',
  'deposit',
  'block',
  'dropStreams',
  'restart',
  'market.quote',
  'market.session',
  'market.bar',
  'market.updatedBar',
  'market.dailyBar',
  'market.history',
  'market.open',
  'market.close',
  'faults.next',
  'faults.random',
  'faults.clear',
  'venue.fill',
  'venue.cancel',
  'venue.expire',
  'venue.reject',
];

/** Answers `POST /fake`, by which the starter of a server's process moves it: `{"call": "market.quote", "with": ["SPY", 100]}`. */
export async function answerCall(server: FakeAlpaca, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const { call, with: values } = JSON.parse(Buffer.concat(chunks).toString()) as { call: string; with: unknown[] };
    if (!NAMES.some((name) => name === call)) throw new TypeError(`no such call: ${call}`);
    // A restart cuts this connection too.
    if (call === 'restart') {
      response.writeHead(202, { connection: 'close' }).end('{}', () => void server.restart());
      return;
    }
    const result = methodOf(server, call)(...values);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ result: result ?? null }));
  } catch (error) {
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message: String(error) }));
  }
}

function methodOf(server: FakeAlpaca, call: string): (...values: unknown[]) => unknown {
  const [first, second] = call.split('.') as [keyof FakeAlpaca, string?];
  const owner: unknown = second === undefined ? server : server[first];
  const methods = owner as Readonly<Record<string, (...values: unknown[]) => unknown>>;
  return (...values) => methods[second ?? first]!(...values);
}
