import { hasRange } from './bar-price.js';
import { Delay } from './delay.js';
import type { Ohlcv } from './indicator.js';
import { MultiBarIndicator } from './multi-output.js';
import { OutputLine } from './output-line.js';
import { requirePeriod } from './period.js';
import { WindowExtreme } from './window-extreme.js';

/** Options of {@link ichimoku}. */
export interface IchimokuOptions {
  /** Bars of the conversion line (tenkan-sen). Default 9. */
  readonly conversion?: number;
  /** Bars of the base line (kijun-sen). Default 26. */
  readonly base?: number;
  /** Bars of span B (senkou span B). Default 52. */
  readonly spanB?: number;
  /** Bars by which charts shift the spans. Default 26. */
  readonly displacement?: number;
}

/**
 * Ichimoku, stated without look-ahead. With mid(n) = (highest high + lowest low) / 2 of the last n bars and d the displacement:
 * - conversion = mid(9), which is `value`; base = mid(26);
 * - spanA = (conversion + base) / 2 of d bars ago, spanB = mid(52) of d bars ago: the cloud that a chart shows **at this
 *   bar**, because it draws them d bars ahead;
 * - laggedClose = the close of d bars ago. A chart draws today's close there (chikou span): comparing the two is what
 *   that line is for, `bar.close > laggedClose.value`.
 *
 * conversion and base exist from their own number of bars, laggedClose from bar d + 1, all of them from bar
 * max(base, spanB) + d, the warm-up (78).
 *
 * Source: G. Hosoda, Ichimoku Kinkō Hyō (1969).
 */
export class Ichimoku extends MultiBarIndicator<'conversion' | 'base' | 'spanA' | 'spanB' | 'laggedClose'> {
  readonly warmup: number;
  readonly conversion = new OutputLine();
  readonly base = new OutputLine();
  readonly spanA = new OutputLine();
  readonly spanB = new OutputLine();
  readonly laggedClose = new OutputLine();
  readonly outputs = {
    conversion: this.conversion,
    base: this.base,
    spanA: this.spanA,
    spanB: this.spanB,
    laggedClose: this.laggedClose,
  };
  readonly #short: MidRange;
  readonly #middle: MidRange;
  readonly #long: MidRange;
  readonly #delayedA: Delay;
  readonly #delayedB: Delay;
  readonly #delayedClose: Delay;

  /** @throws ConfigError if a number of bars is not a whole number of at least 1, or `conversion` is above `base`. */
  constructor({ conversion = 9, base = 26, spanB = 52, displacement = 26 }: IchimokuOptions = {}) {
    super();
    requirePeriod('ichimoku base', base);
    this.#short = new MidRange(requirePeriod('ichimoku conversion', conversion, 1, base));
    this.#middle = new MidRange(base);
    this.#long = new MidRange(requirePeriod('ichimoku spanB', spanB));
    requirePeriod('ichimoku displacement', displacement);
    this.#delayedA = new Delay(displacement);
    this.#delayedB = new Delay(displacement);
    this.#delayedClose = new Delay(displacement);
    this.warmup = Math.max(base, spanB) + displacement;
  }

  protected override usable(bar: Ohlcv): boolean {
    return hasRange(bar);
  }

  protected override next({ high, low, close }: Ohlcv): number {
    const conversion = this.#short.add(high, low);
    const base = this.#middle.add(high, low);
    this.conversion.set(conversion);
    this.base.set(base);
    this.spanA.set(this.#delayedA.add((conversion + base) / 2));
    this.spanB.set(this.#delayedB.add(this.#long.add(high, low)));
    this.laggedClose.set(this.#delayedClose.add(close));
    return conversion;
  }

  protected override clear(): void {
    this.#short.reset();
    this.#middle.reset();
    this.#long.reset();
    this.#delayedA.reset();
    this.#delayedB.reset();
    this.#delayedClose.reset();
  }
}

/** Middle between the highest high and the lowest low of a window; NaN until it is full. */
class MidRange {
  readonly #period: number;
  readonly #highest: WindowExtreme;
  readonly #lowest: WindowExtreme;
  #seen = 0;

  constructor(period: number) {
    this.#period = period;
    this.#highest = new WindowExtreme('highest', period);
    this.#lowest = new WindowExtreme('lowest', period);
  }

  add(high: number, low: number): number {
    const middle = (this.#highest.add(high) + this.#lowest.add(low)) / 2;
    return ++this.#seen < this.#period ? Number.NaN : middle;
  }

  reset(): void {
    this.#highest.reset();
    this.#lowest.reset();
    this.#seen = 0;
  }
}

/** {@link Ichimoku} of 9, 26, 52 bars and a displacement of 26 unless told otherwise. */
export function ichimoku(options?: IchimokuOptions): Ichimoku {
  return new Ichimoku(options);
}
