/**
 * Highest or lowest of the last `period` inputs (of all while there are fewer), in a monotone deque: only inputs that can
 * still become the extreme are kept, so an update costs O(1) on average, whatever the period.
 *
 * Source: D. Lemire, Streaming Maximum-Minimum Filter Using No More than Three Comparisons per Element (2006).
 */
export class WindowExtreme {
  readonly #sign: 1 | -1;
  readonly #period: number;
  /** Ring of candidates from the extreme on, each better than its followers; inputs times sign. */
  readonly #keys: Float64Array;
  readonly #numbers: Float64Array;
  #head = 0;
  #size = 0;
  #seen = 0;

  constructor(kind: 'highest' | 'lowest', period: number) {
    this.#sign = kind === 'highest' ? 1 : -1;
    this.#period = period;
    this.#keys = new Float64Array(period);
    this.#numbers = new Float64Array(period);
  }

  /** Takes an input and returns the extreme. */
  add(input: number): number {
    const key = input * this.#sign;
    const keys = this.#keys;
    const period = this.#period;
    const number = this.#seen++;
    let head = this.#head;
    let size = this.#size;
    if (size > 0 && this.#numbers[head]! <= number - period) {
      head = head + 1 === period ? 0 : head + 1;
      size--;
    }
    let end = head + size;
    if (end >= period) end -= period;
    while (size > 0) {
      const last = end === 0 ? period - 1 : end - 1;
      if (keys[last]! > key) break;
      end = last;
      size--;
    }
    keys[end] = key;
    this.#numbers[end] = number;
    this.#head = size === 0 ? end : head;
    this.#size = size + 1;
    return keys[this.#head]! * this.#sign;
  }

  /** How many inputs ago the extreme was seen: 0 is the newest input; of equal ones the newest counts. */
  get age(): number {
    return this.#seen - 1 - this.#numbers[this.#head]!;
  }

  reset(): void {
    this.#head = 0;
    this.#size = 0;
    this.#seen = 0;
  }
}
