import type { Quanta } from './quanta.js';

/** Exact amounts of money as a column of numbers. */
export class AmountColumn {
  /** In quanta, exact; NaN where an amount has 2^53 quanta or more: {@link at} has it. For plain loops over many. */
  readonly numbers: Float64Array;
  readonly #large = new Map<number, bigint>();

  constructor(length: number) {
    this.numbers = new Float64Array(length);
  }

  at(row: number): Quanta {
    const amount = this.numbers[row]!;
    return Number.isNaN(amount) ? this.#large.get(row)! : amount;
  }

  set(row: number, amount: Quanta): void {
    if (typeof amount === 'bigint') this.#large.set(row, amount);
    this.numbers[row] = typeof amount === 'bigint' ? Number.NaN : amount;
  }

  /** True where all amounts are in `numbers`. */
  get isSmall(): boolean {
    return this.#large.size === 0;
  }
}
