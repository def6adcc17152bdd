import { afterAll } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a source answers to one request. */
export type Answer = (request: { readonly url: URL; readonly headers: IncomingMessage['headers'] }, response: ServerResponse) => void;

/** A source of data on the loopback interface, which answers as the test says. */
export interface HttpSource {
  readonly base: string;
  /** All requests so far, as path and query. */
  readonly requests: string[];
  /** A `fetch` that comes here, whatever host it is given. */
  readonly fetch: typeof fetch;
}

const servers: Server[] = [];

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Starts a source. `answer` is asked for each request, with the number of requests before. */
export async function httpSource(answer: (before: number) => Answer): Promise<HttpSource> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const before = requests.length;
    const url = new URL(request.url ?? '/', 'http://loopback');
    requests.push(url.pathname + url.search);
    answer(before)({ url, headers: request.headers }, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    requests,
    fetch: (input, init) => fetch(String(input instanceof Request ? input.url : input).replace(/^https?:\/\/[^/]+/, base), init),
  };
}

/** Answers a text. The `Date` is one of the test's own, so that nothing depends on when it runs. */
export function text(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { date: 'Fri, 01 Mar 2024 22:00:00 GMT', 'content-type': 'text/plain', ...headers });
    response.end(body);
  };
}

/** Answers JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return text(JSON.stringify(body), status, { 'content-type': 'application/json', ...headers });
}

/** Sends half of a body, and then cuts the line. */
export function cut(body: string): Answer {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
    response.write(body.slice(0, body.length / 2));
    setTimeout(() => response.destroy(), 5);
  };
}

/** Never answers. */
export const hang: Answer = () => undefined;
