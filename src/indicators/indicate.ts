import type { OperatorFunction } from 'rxjs';
import { Observable } from '../core/rx.js';

import { ConfigError } from '../core/errors.js';
import type { Indicator, Ohlcv } from './indicator.js';

/**
 * An indicator as an RxJS operator: emits its value after each input that it took, from the first value on. Inputs that
 * it skips (NaN) emit nothing.
 *
 * Give a factory, `indicate(() => sma(20))`, and each subscription has an indicator of its own. An instance,
 * `indicate(sma(20))`, is reset at each subscription and serves one at a time.
 *
 * `select` says what to emit instead of the value, for example `(m) => m.snapshot()` of an indicator with several outputs.
 *
 * @throws ConfigError (as the stream's error) when an instance is subscribed to twice at a time
 */
export function indicate<I extends Indicator<number>>(indicator: I | (() => I)): OperatorFunction<number, number>;
export function indicate<I extends Indicator<Ohlcv>>(indicator: I | (() => I)): OperatorFunction<Ohlcv, number>;
export function indicate<I extends Indicator<number>, Out>(indicator: I | (() => I), select: (of: I) => Out): OperatorFunction<number, Out>;
export function indicate<I extends Indicator<Ohlcv>, Out>(indicator: I | (() => I), select: (of: I) => Out): OperatorFunction<Ohlcv, Out>;
export function indicate<In, Out>(
  given: Indicator<In> | (() => Indicator<In>),
  select: (of: Indicator<In>) => Out | number = (of) => of.value,
): OperatorFunction<In, Out | number> {
  let busy = false;
  return (source) =>
    new Observable((subscriber) => {
      const shared = typeof given !== 'function';
      if (shared && busy) {
        throw new ConfigError('indicate: this indicator already serves a subscription', {
          code: 'indicator/shared',
          context: {},
          hint: 'give a factory, for example indicate(() => sma(20)), so that each subscription has its own',
        });
      }
      const indicator = shared ? given : given();
      if (shared) {
        busy = true;
        indicator.reset();
        subscriber.add(() => {
          busy = false;
        });
      }
      return source.subscribe({
        next: (input) => {
          let out: Out | number;
          try {
            const before = indicator.count;
            indicator.update(input);
            if (indicator.count === before || !indicator.ready) return;
            out = select(indicator);
          } catch (error) {
            subscriber.error(error);
            return;
          }
          subscriber.next(out);
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
