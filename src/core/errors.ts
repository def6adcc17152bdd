/** What an error is about: plain facts (file, line, symbol, date, order, value) that tools can read. */
export type ErrorContext = Readonly<Record<string, unknown>>;

/** What an error is made of besides its message. */
export interface ErrorDetails {
  /** Stable, machine-readable name of the fault, for example `csv/unknown-column`. */
  readonly code: string;
  readonly context?: ErrorContext;
  /** How to mend it, in one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Base of every error Barstream throws on purpose. `message` says what and where, `hint` how to mend it. */
export abstract class BarstreamError extends Error {
  abstract override readonly name: string;
  readonly code: string;
  readonly context: ErrorContext;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.context = details.context ?? {};
    this.hint = details.hint;
  }
}

/** A setting, parameter or call that cannot work, found before it does harm. */
export class ConfigError extends BarstreamError {
  override readonly name = 'ConfigError';
}

/** Market data that is missing, malformed or contradicts itself. */
export class DataError extends BarstreamError {
  override readonly name = 'DataError';
}

/** An order that cannot exist (unknown symbol, quantity NaN): a bug of its strategy, not a business outcome. */
export class OrderError extends BarstreamError {
  override readonly name = 'OrderError';
}

/** The broker could not be reached or broke its contract. */
export class BrokerError extends BarstreamError {
  override readonly name = 'BrokerError';
}

/** Books disagree: an accounting identity is violated, or the broker's account differs from ours. */
export class ReconciliationError extends BarstreamError {
  override readonly name = 'ReconciliationError';
}

/** A strategy's own code threw. `context` names time, symbol and bar; `cause` is the original error. */
export class StrategyError extends BarstreamError {
  override readonly name = 'StrategyError';
}
