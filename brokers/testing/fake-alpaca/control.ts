import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FakeAlpaca } from './fake-alpaca.js';

/** What can be asked of a server in a process of its own: the methods of {@link FakeAlpaca} by name. */
export interface FakeAlpacaCalls {
  readonly state: FakeAlpaca['state'];
  readonly deposit: FakeAlpaca['deposit'];
  readonly block: FakeAlpaca['block'];
  readonly dropStreams: FakeAlpaca['dropStreams'];
  readonly restart: FakeAlpaca['restart'];
  readonly 'market.quote': FakeAlpaca['market']['quote'];
  readonly 'market.session': FakeAlpaca['market']['session'];
  readonly 'market.bar': FakeAlpaca['market']['bar'];
  readonly 'market.updatedBar': FakeAlpaca['market']['updatedBar'];
  readonly 'market.dailyBar': FakeAlpaca['market']['dailyBar'];
  readonly 'market.history': FakeAlpaca['market']['history'];
  readonly 'market.open': FakeAlpaca['market']['open'];
  readonly 'market.close': FakeAlpaca['market']['close'];
  readonly 'faults.next': FakeAlpaca['faults']['next'];
  readonly 'faults.random': FakeAlpaca['faults']['random'];
  readonly 'faults.clear': FakeAlpaca['faults']['clear'];
  readonly 'venue.fill': FakeAlpaca['venue']['fill'];
  readonly 'venue.cancel': FakeAlpaca['venue']['cancel'];
  readonly 'venue.expire': FakeAlpaca['venue']['expire'];
  readonly 'venue.reject': FakeAlpaca['venue']['reject'];
}

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
