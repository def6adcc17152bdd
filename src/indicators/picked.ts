import type { Indicator } from './indicator.js';
import type { OutputLine } from './output-line.js';
import { valuesOf } from './values-of.js';

/** One output of an indicator with several, as an indicator of its own: `sma(3).of(macd().pick('histogram'))`. */
export class Picked<In> implements Indicator<In> {
  readonly input: Indicator<In>['input'];
  readonly warmup: number;
  value = Number.NaN;
  previous = Number.NaN;
  readonly #whole: Indicator<In>;
  readonly #line: OutputLine;

  constructor(whole: Indicator<In>, line: OutputLine) {
    this.#whole = whole;
    this.#line = line;
    this.input = whole.input;
    this.warmup = whole.warmup;
  }

  get ready(): boolean {
    return this.#whole.ready;
  }
  get count(): number {
    return this.#whole.count;
  }

  update(input: In): number {
    const before = this.#whole.count;
    this.#whole.update(input);
    if (this.#whole.count !== before && this.#whole.ready) {
      this.previous = this.value;
      this.value = this.#line.value;
    }
    return this.value;
  }

  values(inputs: ArrayLike<In>): Float64Array {
    return valuesOf(this, inputs);
  }

  reset(): void {
    this.#whole.reset();
    this.value = Number.NaN;
    this.previous = Number.NaN;
  }
}
