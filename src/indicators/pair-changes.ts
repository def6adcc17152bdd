import { requireOneOf } from './options.js';

/**
 * What of two lines is compared:
 * - `values` (default): the numbers as they are given;
 * - `returns`: their simple returns `xₜ / xₜ₋₁ − 1` from pair to pair, for prices; one pair more of warm-up.
 */
export type PairBasis = 'values' | 'returns';

/** Options of the indicators of two lines. */
export interface PairOptions {
  /** Default `values`. */
  readonly of?: PairBasis;
}

/** Turns pairs of prices into pairs of returns where that is asked for. */
export class PairChanges {
  /** Pairs that are needed before the first one comes out. */
  readonly lead: 0 | 1;
  #lastY = Number.NaN;
  #lastX = Number.NaN;
  y = Number.NaN;
  x = Number.NaN;

  /** @throws ConfigError if the basis is unknown. */
  constructor(indicator: string, options: PairOptions) {
    const basis = requireOneOf(indicator, 'of', options.of ?? 'values', ['values', 'returns']);
    this.lead = basis === 'returns' ? 1 : 0;
  }

  /** Takes a pair; false while there is nothing to compare yet, else `y` and `x` are set. */
  add(y: number, x: number): boolean {
    this.y = this.lead === 0 ? y : y / this.#lastY - 1;
    this.x = this.lead === 0 ? x : x / this.#lastX - 1;
    this.#lastY = y;
    this.#lastX = x;
    return !Number.isNaN(this.y + this.x);
  }

  reset(): void {
    this.#lastY = Number.NaN;
    this.#lastX = Number.NaN;
    this.y = Number.NaN;
    this.x = Number.NaN;
  }
}
