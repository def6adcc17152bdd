import { instrumentIndexOf, type Bar } from '../core/bar.js';
import { ConfigError } from '../core/errors.js';
import type { BarInterval } from '../core/time.js';
import type { BarIndicator, ValueIndicator } from '../indicators/indicator.js';

/** An indicator of single numbers or of bars. */
export type AnyIndicator = ValueIndicator | BarIndicator;

/** What an indicator of single numbers is fed with. */
export type IndicatorSource = 'open' | 'high' | 'low' | 'close' | 'volume' | ((bar: Bar) => number);

/** How an indicator field is fed. */
export interface IndicatorOptions {
  /** Default `close`. */
  readonly source?: IndicatorSource;
  /** Which of an instrument's intervals feeds it. Default: the finest. */
  readonly interval?: BarInterval;
  /** Feed it with bars outside the regular session too. Default false. */
  readonly extendedHours?: boolean;
}

/**
 * An indicator as a strategy declares it: one instance for each of its instruments, made by the same factory and fed
 * by the engine before `onBar`.
 */
export class IndicatorField<I extends AnyIndicator> {
  readonly #byInstrument: (I | undefined)[] = [];
  #indexOf: (symbol: string) => number = () => -1;

  constructor(
    /** Makes an instance for one instrument. */
    readonly make: () => I,
    readonly options: IndicatorOptions,
  ) {}

  /** The instance of a bar's or a symbol's instrument, as of now. @throws ConfigError for a symbol the strategy does not trade. */
  of(of: Bar | string): I {
    const index = typeof of === 'string' ? this.#indexOf(of) : instrumentIndexOf(of);
    return this.#byInstrument[index] ?? this.#missing(of);
  }

  #missing(of: Bar | string): never {
    const symbol = typeof of === 'string' ? of : of.symbol;
    throw new ConfigError(`no indicator for ${symbol}: the strategy does not trade it, or the run has not begun`, {
      code: 'indicator/no-instance',
      context: { symbol },
      hint: "add the symbol to the strategy's symbols, and read indicators from the hooks on",
    });
  }

  /** For the engine: makes the instance of an instrument. */
  bind(instrumentIndex: number): I {
    const instance = this.make();
    this.#byInstrument[instrumentIndex] = instance;
    return instance;
  }

  /** For the engine: how symbols are looked up. */
  resolveWith(indexOf: (symbol: string) => number): void {
    this.#indexOf = indexOf;
  }
}
