import { alwaysOpen, xnys } from '../calendar/index.js';
import type { Calendar } from '../calendar/calendar.js';
import { ConfigError } from './errors.js';
import { exactOf, exactToNumber, multiplyExact, type DecimalInput, type Exact } from './money.js';

/**
 * What the prices of a table are.
 * - `raw`: as traded; splits and dividends happen in the run.
 * - `split`: adjusted for all splits; dividends happen in the run.
 * - `total-return`: adjusted for splits and dividends; neither happens again.
 */
export type PriceBasis = 'raw' | 'split' | 'total-return';

/** Whether the volume column means something. Unknown volume caps no fill, and the report says so. */
export type VolumeKnowledge = 'known' | 'unknown';

/** An instrument as a feed or a test describes it; what is left out has the default of a US stock. */
export interface InstrumentSpec {
  readonly symbol: string;
  /** ISO 4217 code of the currency of its prices. Default `USD`. */
  readonly currency?: string;
  /** Default `XNYS`. */
  readonly calendar?: 'XNYS' | 'always-open' | Calendar;
  /** Smallest step of an order price. Default 0.01 on `raw` prices; none on adjusted prices. */
  readonly tick?: DecimalInput;
  /** Smallest step of a quantity. Default 1 (whole shares). */
  readonly lotStep?: DecimalInput;
  /** Currency value of one unit at price 1. Default 1. */
  readonly multiplier?: DecimalInput;
  /** Default `known`. */
  readonly volume?: VolumeKnowledge;
  /** Default `raw`. */
  readonly basis?: PriceBasis;
}

/** Something that can be traded. Immutable. */
export class Instrument {
  readonly symbol: string;
  readonly currency: string;
  readonly calendar: Calendar;
  /** Price step, or `undefined` where any price is allowed. */
  readonly tick: number | undefined;
  readonly lotStep: number;
  readonly multiplier: number;
  readonly volume: VolumeKnowledge;
  readonly basis: PriceBasis;
  /** Exact lot step. */
  readonly lot: Exact;
  /** Exact currency value of one lot at price 1: lot step × multiplier. */
  readonly unit: Exact;
  /** The same as float64. */
  readonly unitSize: number;

  constructor(spec: InstrumentSpec) {
    if (typeof spec.symbol !== 'string' || spec.symbol.trim() === '') {
      throw new ConfigError('an instrument needs a symbol', { code: 'instrument/symbol', hint: 'set symbol, for example "SPY"' });
    }
    this.symbol = spec.symbol;
    this.currency = spec.currency ?? 'USD';
    this.calendar =
      spec.calendar === undefined || spec.calendar === 'XNYS' ? xnys : spec.calendar === 'always-open' ? alwaysOpen : spec.calendar;
    this.volume = spec.volume ?? 'known';
    this.basis = spec.basis ?? 'raw';
    const tick = spec.tick ?? (this.basis === 'raw' ? '0.01' : undefined);
    this.tick = tick === undefined ? undefined : exactToNumber(positive(spec.symbol, 'tick', tick));
    this.lot = positive(spec.symbol, 'lotStep', spec.lotStep ?? 1);
    const multiplier = positive(spec.symbol, 'multiplier', spec.multiplier ?? 1);
    this.unit = multiplyExact(this.lot, multiplier);
    this.lotStep = exactToNumber(this.lot);
    this.multiplier = exactToNumber(multiplier);
    this.unitSize = exactToNumber(this.unit);
    Object.freeze(this);
  }

  /** The same instrument with some properties changed. */
  with(changes: Partial<InstrumentSpec>): Instrument {
    return new Instrument({
      symbol: this.symbol,
      currency: this.currency,
      calendar: this.calendar,
      ...(this.tick === undefined ? {} : { tick: this.tick }),
      lotStep: this.lotStep,
      multiplier: this.multiplier,
      volume: this.volume,
      basis: this.basis,
      ...changes,
    });
  }

  /** The symbol. */
  toString(): string {
    return this.symbol;
  }
}

function positive(symbol: string, name: string, value: DecimalInput): Exact {
  const exact = exactOf(value);
  if (exact.mantissa > 0n) return exact;
  throw new ConfigError(`${symbol}: ${name} must be above 0, not ${String(value)}`, {
    code: `instrument/${name}`,
    context: { symbol, [name]: String(value) },
    hint: `give a positive ${name}`,
  });
}
