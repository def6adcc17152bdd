import { type Quanta } from './quanta.js';

/**
 * A column of numbers that grows. A plain array of numbers is just that inside the engine: unboxed float64 values,
 * grown by half, nothing for the collector to follow; and unlike a typed array it costs nothing to make.
 */
export class GrowingColumn {
  readonly #data: number[] = [];

  get length(): number {
    return this.#data.length;
  }

  push(value: number): void {
    this.#data.push(value);
  }

  at(index: number): number {
    return this.#data[index]!;
  }

  set(index: number, value: number): void {
    this.#data[index] = value;
  }

  get values(): readonly number[] {
    return this.#data;
  }

  toFloat64Array(): Float64Array {
    return new Float64Array(this.#data);
  }
}

/** A column of exact amounts: float64 whole numbers, and the few that are larger beside them. */
export class QuantaColumn {
  readonly #small = new GrowingColumn();
  readonly #large = new Map<number, bigint>();

  push(amount: Quanta): void {
    if (typeof amount === 'bigint') this.#large.set(this.#small.length, amount);
    this.#small.push(typeof amount === 'bigint' ? Number.NaN : amount);
  }

  at(index: number): Quanta {
    const small = this.#small.at(index);
    return Number.isNaN(small) ? this.#large.get(index)! : small;
  }
}
