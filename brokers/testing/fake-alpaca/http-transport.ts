import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Clock } from '../../../src/clock/clock.js';
import type { RandomSource } from '../../../src/core/random.js';
import { SECOND } from '../../../src/core/time.js';
import { ApiError, badBody } from './api-error.js';
import type { RequestFault } from './fault-names.js';
import type { FaultPlan } from './faults.js';
import { uuid } from './identifiers.js';
import type { Taken } from './order-desk.js';
import type { JsonBody } from './order-request.js';
import { RequestLimit } from './request-limit.js';
import type { ApiAnswer, RestApi } from './rest-api.js';

/** What the transport works on. */
export interface TransportParts {
  readonly api: RestApi;
  readonly faults: FaultPlan;
  readonly random: RandomSource;
  readonly clock: Clock;
  readonly keyId: string;
  readonly secret: string;
  readonly requestsPerMinute: number;
  /** Told of each `POST /v2/orders` that has come in, whatever becomes of it. */
  readonly onPost: (clientOrderId: string) => void;
}

interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Look-ups that do not know an order which appears late. */
const LATE_READS = 3;
const ERROR_500 = JSON.stringify({ code: 50010000, message: 'internal server error occurred' });
const TOO_MANY = JSON.stringify({ code: 42910000, message: 'rate limit exceeded.' });
const PAGE_502 = '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

/** Answers requests over HTTP, or fails to, as the faults say. */
export class HttpTransport {
  readonly #parts: TransportParts;
  readonly #limit: RequestLimit;

  constructor(parts: TransportParts) {
    this.#parts = parts;
    this.#limit = new RequestLimit(parts.clock, parts.requestsPerMinute);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const method = request.method ?? 'GET';
    const text = await textOf(request);
    const body = parse(text);
    if (method === 'POST' && url.pathname === '/v2/orders') this.#parts.onPost(String(body?.['client_order_id'] ?? ''));
    const fault = this.#parts.faults.ofRequest(method, url.pathname);
    const early = this.#before(fault, request);
    if (early !== undefined) {
      if (early !== 'silence') this.#send(response, early);
      return;
    }
    if (!this.#authorized(request)) {
      this.#send(response, { status: 401, text: JSON.stringify({ message: 'unauthorized.' }) });
      return;
    }
    if (!url.pathname.startsWith('/v2/stocks') && !this.#limit.take()) {
      this.#send(response, { status: 429, text: TOO_MANY });
      return;
    }
    const answer = this.#carryOut(method, url, body);
    // The text is made before anything follows from the request.
    const outcome = { status: answer.status, text: answer.body === undefined ? '' : JSON.stringify(answer.body) };
    const taken = answer.taken ?? [];
    if (fault === 'update-first') this.#proceed(taken, fault);
    this.#after(fault, outcome, request, response);
    if (fault !== 'update-first') this.#proceed(taken, fault);
  }

  #carryOut(method: string, url: URL, body: JsonBody | undefined): ApiAnswer {
    try {
      if (body === undefined) throw badBody();
      return this.#parts.api.handle({ method, path: url.pathname, query: url.searchParams, body });
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, body: error.body };
      throw error;
    }
  }

  #proceed(taken: readonly Taken[], fault: RequestFault | undefined): void {
    for (const one of taken) {
      if (fault === 'late') one.order.hiddenReads = LATE_READS;
      if (fault === 'race' && one.defer) one.defer();
      else one.proceed();
    }
  }

  /** What is answered without carrying the request out; `undefined` where it is to be carried out. */
  #before(fault: RequestFault | undefined, request: IncomingMessage): Outcome | 'silence' | undefined {
    switch (fault) {
      case 'rate-limit':
        return { status: 429, text: TOO_MANY, headers: { 'retry-after': '1' } };
      case 'rate-limit-reset': {
        const reset = Math.ceil((this.#parts.clock.now() + SECOND) / SECOND);
        return { status: 429, text: TOO_MANY, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) } };
      }
      case '500-before-accept':
        return { status: 500, text: ERROR_500 };
      case 'timeout-before-accept':
        return 'silence';
      case 'reset-before-accept':
        request.socket.resetAndDestroy();
        return 'silence';
      default:
        return undefined;
    }
  }

  #after(fault: RequestFault | undefined, outcome: Outcome, request: IncomingMessage, response: ServerResponse): void {
    switch (fault) {
      case '500-after-accept':
        this.#send(response, { status: 500, text: ERROR_500 });
        break;
      case '502-after-accept':
        this.#send(response, { status: 502, text: PAGE_502, headers: { 'content-type': 'text/html' } });
        break;
      case 'timeout-after-accept':
        break;
      case 'reset-after-accept':
        request.socket.resetAndDestroy();
        break;
      case 'cut-body':
        this.#cut(response, outcome);
        break;
      case 'bad-json':
        this.#send(response, { status: 200, text: outcome.text.slice(0, -1) || '{' });
        break;
      default:
        this.#send(response, outcome);
    }
  }

  #send(response: ServerResponse, { status, text, headers }: Outcome): void {
    response.writeHead(status, this.#headers(text, headers));
    response.end(text);
  }

  #cut(response: ServerResponse, { status, text }: Outcome): void {
    const whole = text === '' ? '{}' : text;
    response.writeHead(status === 204 ? 200 : status, this.#headers(whole));
    response.write(whole.slice(0, whole.length / 2), () => response.destroy());
  }

  #headers(text: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      ...(text !== '' && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      'x-request-id': uuid(this.#parts.random),
      date: new Date(this.#parts.clock.now()).toUTCString(),
      ...this.#limit.headers(),
      ...more,
    };
  }

  #authorized({ headers }: IncomingMessage): boolean {
    const { keyId, secret } = this.#parts;
    return headers['apca-api-key-id'] === keyId && headers['apca-api-secret-key'] === secret;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function parse(text: string): JsonBody | undefined {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonBody) : undefined;
  } catch {
    return undefined;
  }
}
