import type { Millis } from '../../src/core/time.js';
import type { Pauses } from './pauses.js';

/** Lets tasks wait for a change of which others tell. */
export class Wakes {
  readonly #pauses: Pauses;
  #changed: Promise<void>;
  #wake: () => void = () => {};

  constructor(pauses: Pauses) {
    this.#pauses = pauses;
    this.#changed = this.#next();
  }

  /** Something has changed: everybody who waits looks again. */
  wake(): void {
    const wake = this.#wake;
    this.#changed = this.#next();
    wake();
  }

  /** Waits until `isDone`, for at most `length`. Returns whether it is done. */
  async until(isDone: () => boolean, length: Millis): Promise<boolean> {
    const end = this.#pauses.now() + length;
    while (!isDone() && this.#pauses.now() < end && !this.#pauses.ended.aborted) await this.#pauses.until(end, this.#changed);
    return isDone();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
