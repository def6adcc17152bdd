import type { Clock } from '../../src/clock/clock.js';
import { LiveClock } from '../../src/clock/live-clock.js';
import { ConfigError } from '../../src/core/errors.js';
import { MINUTE, SECOND, type Millis } from '../../src/core/time.js';
import { endpointsOf, keysOf, type Endpoints, type Environment, type Keys } from './endpoints.js';

/** All times in milliseconds. */
export interface AlpacaBrokerOptions {
  /** True to trade real money. Default false: the paper account. */
  readonly live?: boolean;
  /**
   * Where keys and addresses are read: `APCA_API_KEY_ID`, `APCA_API_SECRET_KEY`, `APCA_API_BASE_URL`, `APCA_API_STREAM_URL`. Default
   * `process.env`.
   */
  readonly env?: Environment;
  /** Alpaca's symbols where they differ from the instruments' own: `{ 'BRK-B': 'BRK.B' }`. */
  readonly names?: Readonly<Record<string, string>>;
  /** Time for one request, its answer included. Default 10 s. */
  readonly timeout?: Millis;
  /** Time in which a new order stream must have connected, signed in and been confirmed. Default 10 s. */
  readonly streamTimeout?: Millis;
  /** Pause before the second attempt at the order stream; it doubles up to a minute. Default 1 s. */
  readonly reconnectPause?: Millis;
  /** How often orders are compared by request while any are open, in case the stream is mute. Default 60 s. */
  readonly reconcileEvery?: Millis;
  /**
   * Pauses before the look-ups of an order whose fate is unknown. When the venue still does not know it after the last one, it is
   * sent again under the same name. Default 0.25, 0.5, 1, 2, 4 and 8 s.
   */
  readonly lookUpPauses?: readonly Millis[];
  /** How long to wait for single fills before they are worked out from totals. Default 0.2, 1 and 3 s. */
  readonly fillPauses?: readonly Millis[];
  /** Orders that could not be sent within this time of being due are refused as `not-sent-in-time`. Default: they are sent late. */
  readonly sendWithin?: Millis;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

export interface ResolvedAlpacaOptions {
  readonly live: boolean;
  readonly endpoints: Endpoints;
  readonly keys: Keys;
  readonly names: Readonly<Record<string, string>>;
  readonly timeout: Millis;
  readonly streamTimeout: Millis;
  readonly reconnectPause: Millis;
  readonly reconcileEvery: Millis;
  readonly lookUpPauses: readonly Millis[];
  readonly fillPauses: readonly Millis[];
  readonly sendWithin: Millis;
  readonly clock: Clock;
}

/** @throws ConfigError for times that are none, missing keys, and addresses that are not to be used. */
export function resolveAlpacaOptions(options: AlpacaBrokerOptions): ResolvedAlpacaOptions {
  const env = options.env ?? process.env;
  const live = options.live ?? false;
  return {
    live,
    endpoints: endpointsOf(env, live),
    keys: keysOf(env),
    names: options.names ?? {},
    timeout: time('timeout', options.timeout ?? 10 * SECOND),
    streamTimeout: time('streamTimeout', options.streamTimeout ?? 10 * SECOND),
    reconnectPause: time('reconnectPause', options.reconnectPause ?? SECOND),
    reconcileEvery: time('reconcileEvery', options.reconcileEvery ?? MINUTE),
    lookUpPauses: pauses('lookUpPauses', options.lookUpPauses ?? [250, 500, SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND]),
    fillPauses: pauses('fillPauses', options.fillPauses ?? [200, SECOND, 3 * SECOND]),
    sendWithin: options.sendWithin === undefined ? Infinity : time('sendWithin', options.sendWithin),
    clock: options.clock ?? new LiveClock(),
  };
}

function time(name: string, value: Millis): Millis {
  if (Number.isFinite(value) && value > 0) return value;
  throw fault(name, value, 'give milliseconds above 0');
}

function pauses(name: string, values: readonly Millis[]): readonly Millis[] {
  if (values.length > 0 && values.every((value) => Number.isFinite(value) && value > 0)) return [...values];
  throw fault(name, values, 'give at least one pause, in milliseconds above 0');
}

function fault(name: string, value: unknown, hint: string): ConfigError {
  return new ConfigError(`alpaca: the option ${name} is ${JSON.stringify(value)}`, {
    code: 'alpaca/option',
    context: { option: name, value },
    hint,
  });
}
