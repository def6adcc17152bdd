import { ConfigError, DataError } from '../../src/core/errors.js';
import { beginning, givenUp, isHtml, PassingFault } from './network-fault.js';
import type { NetworkOptions } from './network-options.js';
import { retryAfterOf } from './retry-after.js';
import type { retryPolicy, RetryTerms } from './retry-policy.js';

/** What a source sends when all is well. */
export type Expected = 'json' | 'any';

/**
 * A `fetch` that waits, tries again and gives up as {@link NetworkOptions} say, for client libraries that do neither. It
 * resolves with whole answers only: their bodies have been read, and JSON has been seen to parse.
 *
 * It rejects with a DataError (`network/rate-limited`, `server`, `timeout`, `cut`, `unreachable`, `not-json`), or with the
 * reason of the caller's signal. Answers of other statuses, such as 404, are the caller's to understand.
 */
export function politeFetch(source: string, expected: Expected, options: NetworkOptions): typeof fetch {
  const { attempts, firstDelay, maxDelay } = checkedRetry(options);
  const limit = options.timeout ?? 30_000;
  let loading: Promise<Policy> | undefined;
  return async (input, init) => {
    const place = placeOf(input);
    const outer = init?.signal ?? undefined;
    outer?.throwIfAborted();
    // Loaded by the first request: all runs from files start sooner without it.
    const { policy, tookTooLong } = await (loading ??= load({ attempts, firstDelay, maxDelay, limit, isPassing }));
    let tried = 0;
    try {
      return await policy.execute(async ({ signal }) => {
        tried += 1;
        const send = options.fetch ?? fetch;
        const given = await send(input, { ...init, signal });
        return wholeAnswer(source, place, expected, given, await given.text());
      }, outer);
    } catch (error) {
      outer?.throwIfAborted();
      if (error instanceof DataError || error instanceof ConfigError) throw error;
      throw givenUp(source, place, faultOf(error, limit, tookTooLong), tried);
    }
  };
}

interface Policy {
  readonly policy: ReturnType<typeof retryPolicy>;
  readonly tookTooLong: (error: unknown) => boolean;
}

async function load(terms: RetryTerms): Promise<Policy> {
  const { retryPolicy: made, tookTooLong } = await import('./retry-policy.js');
  return { policy: made(terms), tookTooLong };
}

function checkedRetry({ retry: { attempts = 4, firstDelay = 1000, maxDelay = 60_000 } = {}, timeout: limit = 1 }: NetworkOptions): {
  readonly attempts: number;
  readonly firstDelay: number;
  readonly maxDelay: number;
} {
  const isRight = Number.isInteger(attempts) && attempts >= 1 && firstDelay >= 0 && maxDelay >= 0 && limit > 0;
  if (isRight) return { attempts, firstDelay, maxDelay };
  throw new ConfigError(
    `retry options cannot work: attempts ${attempts}, firstDelay ${firstDelay}, maxDelay ${maxDelay}, timeout ${limit}`,
    {
      code: 'network/options',
      context: { attempts, firstDelay, maxDelay, timeout: limit },
      hint: 'give at least 1 attempt, and milliseconds for the others',
    },
  );
}

function isPassing(error: unknown): boolean {
  return !(error instanceof DataError || error instanceof ConfigError);
}

/** The answer with its body in memory. @throws PassingFault, and DataError for what no further attempt would mend. */
function wholeAnswer(source: string, place: string, expected: Expected, given: Response, body: string): Response {
  const { status, statusText, headers, ok } = given;
  if (status === 429 || status === 408 || status >= 500) {
    const kind = status === 429 ? 'rate-limited' : 'server';
    throw new PassingFault(kind, `answered ${status} ${statusText || beginning(body)}`, retryAfterOf(headers));
  }
  if (ok && expected === 'json') requireJson(source, place, body);
  return new Response(status === 204 || status === 304 ? null : body, { status, statusText, headers });
}

function requireJson(source: string, place: string, body: string): void {
  try {
    JSON.parse(body);
  } catch (cause) {
    if (/^\s*[[{]/.test(body) || body.trim() === '') throw new PassingFault('cut', 'the answer breaks off', undefined, cause);
    if (/too many requests/i.test(body.slice(0, 500)))
      throw new PassingFault('rate-limited', `answered ${beginning(body)} in place of data`, undefined, cause);
    throw new DataError(`${source}: ${place}: answered ${isHtml(body) ? 'an HTML page' : 'a text'} in place of JSON: ${beginning(body)}`, {
      code: 'network/not-json',
      context: { source, place },
      hint: 'a consent page, a proxy or a log-in stands in between: open the address in a browser from this machine, or use another feed',
      cause,
    });
  }
}

function faultOf(error: unknown, limit: number, tookTooLong: Policy['tookTooLong']): PassingFault {
  if (error instanceof PassingFault) return error;
  if (tookTooLong(error)) return new PassingFault('timeout', `no whole answer within ${limit} ms`, undefined, error);
  const { message = String(error), cause } = (error ?? {}) as {
    readonly message?: string;
    readonly cause?: { message?: string; code?: string };
  };
  const detail = cause?.message || cause?.code;
  if (message === 'terminated')
    return new PassingFault('cut', `the answer breaks off (${detail ?? 'connection closed'})`, undefined, error);
  return new PassingFault('unreachable', `cannot be reached (${detail ?? message})`, undefined, error);
}

/** The address without its query, which may hold a key. */
function placeOf(input: string | URL | Request): string {
  const url = new URL(input instanceof Request ? input.url : input);
  return url.origin + url.pathname;
}
