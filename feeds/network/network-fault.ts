import { DataError } from '../../src/core/errors.js';
import type { Millis } from '../../src/core/time.js';

export type NetworkFaultKind = 'rate-limited' | 'server' | 'timeout' | 'cut' | 'unreachable';

/** A failure that may pass: worth another attempt. */
export class PassingFault extends Error {
  override readonly name = 'PassingFault';

  constructor(
    readonly kind: NetworkFaultKind,
    message: string,
    /** How long the source asks to wait. */
    readonly retryAfter?: Millis,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

const HINTS: Readonly<Record<NetworkFaultKind, string>> = {
  'rate-limited': 'wait some minutes before the next try, ask for fewer symbols, and keep what was fetched in a store',
  server: 'the source has trouble of its own: try later, or put another feed behind it with fallback()',
  timeout: 'try later, or give the source more time with the option timeout',
  cut: 'the connection broke off: try again',
  unreachable: 'check the connection and the name of the host; without a network, load from a store or from files',
};

/** What the user is told once no further attempt is made. */
export function givenUp(source: string, place: string, fault: PassingFault, attempts: number): DataError {
  const { kind, retryAfter } = fault;
  const tries = attempts === 1 ? 'one attempt' : `${attempts} attempts`;
  const wait = retryAfter === undefined ? '' : `; it asks to wait ${Math.ceil(retryAfter / 1000)} s`;
  return new DataError(`${source}: ${place}: ${fault.message} (${tries}${wait})`, {
    code: `network/${kind}`,
    context: { source, place, attempts, ...(retryAfter !== undefined && { retryAfter }) },
    hint: HINTS[kind],
    cause: fault.cause ?? fault,
  });
}

/** The DataError within an error and its causes, as client libraries wrap what their `fetch` throws. */
export function dataErrorWithin(error: unknown): DataError | undefined {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 8; depth++) {
    if (at instanceof DataError) return at;
    at = 'cause' in at ? at.cause : undefined;
  }
  return undefined;
}

/** The beginning of an answer, on one line, for messages. */
export function beginning(body: string): string {
  const line = body.replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}

/** Whether an answer is an HTML page. */
export function isHtml(body: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body|<script)/i.test(body);
}
