import type { Clock } from '../../../src/clock/clock.js';
import { MINUTE, type Millis } from '../../../src/core/time.js';

/** The limit of requests a minute, and the headers that tell of it. */
export class RequestLimit {
  readonly #clock: Clock;
  readonly #perMinute: number;
  #windowEnd: Millis = -Infinity;
  #used = 0;

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Counts a request; `false` where it is one too many. */
  take(): boolean {
    const now = this.#clock.now();
    if (now >= this.#windowEnd) {
      this.#windowEnd = now + MINUTE;
      this.#used = 0;
    }
    this.#used++;
    return this.#used <= this.#perMinute;
  }

  headers(): Record<string, string> {
    const limit = Number.isFinite(this.#perMinute) ? this.#perMinute : 200;
    const left = Number.isFinite(this.#perMinute) ? Math.max(0, limit - this.#used) : limit - 1;
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': String(Math.ceil(this.#windowEnd / 1000)),
    };
  }
}
