import type { Alpaca } from '@alpacahq/alpaca-trade-api';

import type { BrokerNotice } from '../../src/broker/live-broker.js';
import { MINUTE, type Millis } from '../../src/core/time.js';
import { answerOf, waitOf, wordsOf, type Answer, type ResponseLike } from './answer.js';
import type { ResolvedAlpacaOptions } from './options.js';
import { Pauses } from './pauses.js';

/** What goes first when the venue makes us wait: ends of orders, then orders, then questions. */
export const URGENCY = { cancel: 0, order: 1, question: 2 } as const;
export type Urgency = (typeof URGENCY)[keyof typeof URGENCY];

/** Requests that are on their way at one time. */
const MOST_AT_ONCE = 4;
/** Requests of the venue's allowance that questions leave to orders. */
const RESERVE = 10;

/** A call of the SDK that gives the response as it came. */
export type SdkCall = (sdk: Alpaca, init: { readonly signal: AbortSignal }) => Promise<{ readonly raw: Response }>;

interface Waiting {
  readonly urgency: Urgency;
  readonly start: () => void;
}

/**
 * Sends requests through the SDK, each once, and says what became of it. The SDK builds addresses, headers and bodies; when to send,
 * how long to wait and what to make of the answer is decided here. Only an answer of 429 makes a request go out again: it says that
 * nothing was done.
 */
export class Transport {
  readonly #options: ResolvedAlpacaOptions;
  readonly #pauses: Pauses;
  readonly #notice: (notice: BrokerNotice) => void;
  #sdk: Promise<Alpaca> | undefined;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #quietUntil: Millis = -Infinity;
  /** Until then questions wait, as the allowance is nearly used up. */
  #sparingUntil: Millis = -Infinity;
  #wakesAt: Millis = Infinity;

  constructor(options: ResolvedAlpacaOptions, pauses: Pauses, notice: (notice: BrokerNotice) => void) {
    this.#options = options;
    this.#pauses = pauses;
    this.#notice = notice;
  }

  get sdk(): Promise<Alpaca> {
    return (this.#sdk ??= this.#load());
  }

  /** @param name - what the request is for, in messages. */
  async send(name: string, urgency: Urgency, call: SdkCall, signal?: AbortSignal): Promise<Answer> {
    const sdk = await this.sdk;
    for (let attempt = 0; ; attempt++) {
      await this.#turn(urgency);
      let answer: Answer | Millis;
      try {
        if (this.#pauses.ended.aborted || signal?.aborted) return { kind: 'unclear', why: 'the connection has been closed' };
        answer = await this.#once(sdk, call, signal);
        // Before the next one starts, which has to wait too.
        if (typeof answer === 'number') this.#quietUntil = Math.max(this.#quietUntil, this.#pauses.now() + answer);
      } finally {
        this.#running--;
        this.#startNext();
      }
      if (typeof answer !== 'number') return answer;
      const message = `${name}: the venue has had too many requests; the next goes out in ${answer} ms`;
      this.#notice({ level: 'warn', code: 'transport/rate-limited', message, data: { wait: answer, attempt } });
    }
  }

  /** A number is the wait that the venue asks for. */
  async #once(sdk: Alpaca, call: SdkCall, outer: AbortSignal | undefined): Promise<Answer | Millis> {
    const { clock, timeout } = this.#options;
    const deadline = new AbortController();
    const stop = (): void => deadline.abort();
    let isLate = false;
    const timer = clock.at(clock.now() + timeout, () => {
      isLate = true;
      stop();
    });
    for (const signal of [outer, this.#pauses.ended]) signal?.addEventListener('abort', stop, { once: true });
    try {
      // Calling off is asked of the request, and not waited for: a request may not hear of it (nodejs/node#55428).
      const response = await Promise.race([responseOf(call(sdk, { signal: deadline.signal })), aborted(deadline.signal)]);
      this.#spare(response.headers);
      if (response.status === 429) return waitOf(response.headers, clock.now());
      const answer = await answerOf(response);
      return isLate && answer.kind === 'unclear' ? { kind: 'unclear', why: `no whole answer within ${timeout} ms` } : answer;
    } catch (fault) {
      return { kind: 'unclear', why: isLate ? `no answer within ${timeout} ms` : wordsOf(fault) };
    } finally {
      timer.unsubscribe();
      for (const signal of [outer, this.#pauses.ended]) signal?.removeEventListener('abort', stop);
    }
  }

  #spare(headers: ResponseLike['headers']): void {
    const remaining = headers.get('x-ratelimit-remaining');
    if (remaining === null || !(Number(remaining) < RESERVE)) return;
    this.#sparingUntil = this.#pauses.now() + Math.min(waitOf(headers, this.#pauses.now()), MINUTE);
  }

  #turn(urgency: Urgency): Promise<void> {
    return new Promise((start) => {
      const place = this.#waiting.findIndex((other) => other.urgency > urgency);
      this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, { urgency, start });
      this.#startNext();
    });
  }

  #startNext(): void {
    const { ended } = this.#pauses;
    while (this.#waiting.length > 0 && this.#running < MOST_AT_ONCE) {
      const wait = ended.aborted ? 0 : this.#waitOf(this.#waiting[0]!.urgency);
      if (wait > this.#pauses.now()) {
        void this.#wakeAt(wait);
        return;
      }
      this.#running++;
      this.#waiting.shift()!.start();
    }
  }

  #waitOf(urgency: Urgency): Millis {
    return urgency === URGENCY.question ? Math.max(this.#quietUntil, this.#sparingUntil) : this.#quietUntil;
  }

  /** What waits for less than those before it, as an order does behind a question, is not to wait for their time. */
  async #wakeAt(time: Millis): Promise<void> {
    if (time >= this.#wakesAt) return;
    this.#wakesAt = time;
    await this.#pauses.until(time);
    if (this.#wakesAt === time) this.#wakesAt = Infinity;
    this.#startNext();
  }

  async #load(): Promise<Alpaca> {
    const { Alpaca: Sdk } = await import('@alpacahq/alpaca-trade-api');
    const { endpoints, keys } = this.#options;
    // The SDK has no option for the address of the trading API. Its own retries, limits and deadlines are off: they are made here.
    const send: typeof fetch = (input, init) => wholeResponse(String(input).replace(/^https:\/\/[^/]+/, endpoints.trading), init);
    return new Sdk({ ...keys, paper: endpoints.kind !== 'live', fetchApi: send, retry: false, rateLimit: false, timeoutMs: 0 });
  }
}

/**
 * A response that is there to its last byte. The SDK copies responses: one that was called off half way would leave a copy that nobody
 * reads, whose fault nobody hears of, and that ends the process.
 */
async function wholeResponse(address: string, init: RequestInit | undefined): Promise<Response> {
  const response = await fetch(address, init);
  const { status, statusText, headers } = response;
  try {
    const body = await response.arrayBuffer();
    return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
  } catch (cause) {
    throw new Error(`the answer (${status}) broke off`, { cause });
  }
}

/** Rejects once the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** The response of a call, also of one that the SDK reports as an error. */
async function responseOf(call: Promise<{ readonly raw: Response }>): Promise<ResponseLike> {
  try {
    return (await call).raw;
  } catch (fault) {
    const { response } = (fault ?? {}) as { readonly response?: Partial<ResponseLike> };
    if (typeof response?.status === 'number' && typeof response.text === 'function') return response as ResponseLike;
    throw fault;
  }
}
