import {
  DelegateBackoff,
  TaskCancelledError,
  TimeoutStrategy,
  handleWhen,
  retry,
  timeout,
  wrap,
  type IPolicy,
  type IRetryBackoffContext,
} from 'cockatiel';

import { PassingFault } from './network-fault.js';

/** How often a request is tried, and how long each time. Milliseconds. */
export interface RetryTerms {
  readonly attempts: number;
  readonly firstDelay: number;
  readonly maxDelay: number;
  /** Of one attempt. */
  readonly limit: number;
  /** Whether another attempt may mend it. */
  readonly isPassing: (error: unknown) => boolean;
}

/** Tries again with growing delays, or with those that the server asks for, and cuts off each attempt that takes too long. */
export function retryPolicy({ attempts, firstDelay, maxDelay, limit, isPassing }: RetryTerms): IPolicy {
  const delayOf = ({ attempt, result }: IRetryBackoffContext<unknown>): number => {
    const asked = 'error' in result && result.error instanceof PassingFault ? result.error.retryAfter : undefined;
    return asked ?? Math.min(maxDelay, firstDelay * 2 ** (attempt - 1));
  };
  return wrap(
    retry(
      handleWhen((error) => isPassing(error) && !(error instanceof PassingFault && (error.retryAfter ?? 0) > maxDelay)),
      { maxAttempts: attempts - 1, backoff: new DelegateBackoff(delayOf) },
    ),
    timeout(limit, TimeoutStrategy.Aggressive),
  );
}

/** True for the error of an attempt that took too long. */
export function tookTooLong(error: unknown): boolean {
  return error instanceof TaskCancelledError;
}
