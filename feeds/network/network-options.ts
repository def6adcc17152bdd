import type { Millis } from '../../src/core/time.js';

/** How patient a feed is with its source. */
export interface NetworkOptions {
  /** Milliseconds that one attempt may take, its body included. Default 30,000. */
  readonly timeout?: Millis;
  readonly retry?: RetryOptions;
  /** Milliseconds between the starts of two requests. Default 1,000: sources bar those that hurry. */
  readonly pause?: Millis;
  /** What sends the requests, for proxies and tests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * What is tried again: time-outs, connections that fail or break off, and answers of status 408, 429 and 500 to 599.
 * `Retry-After` is obeyed.
 */
export interface RetryOptions {
  /** Attempts in all. Default 4; 1 never tries again. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled before each further one. Default 1,000. */
  readonly firstDelay?: Millis;
  /** Longest wait. A source that asks for more (`Retry-After`) is given up at once. Default 60,000. */
  readonly maxDelay?: Millis;
}
