import type { Clock } from '../../../src/clock/clock.js';
import type { RandomSource } from '../../../src/core/random.js';
import type { Millis } from '../../../src/core/time.js';

/** A random version 4 UUID of a seeded source. */
export function uuid(random: RandomSource): string {
  const hex = (digits: number): string => Array.from({ length: digits }, () => random.integer(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + random.integer(4)).toString(16)}${hex(3)}-${hex(12)}`;
}

/** An instant as RFC 3339 with nanoseconds, so that texts compare as times. */
export function stampOf(time: Millis, nanos = 0): string {
  return new Date(time).toISOString().replace('Z', `${String(nanos).padStart(6, '0')}Z`);
}

/** A client's instant in the form of {@link stampOf}; `undefined` where it is none. */
export function parseStamp(text: string): string | undefined {
  const match = /^(.+T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  const time = Date.parse(match ? `${match[1]}${match[3]}` : text);
  if (!Number.isFinite(time)) return undefined;
  return `${new Date(time).toISOString().slice(0, 19)}.${(match?.[2] ?? '').padEnd(9, '0').slice(0, 9)}Z`;
}

/**
 * Stamps that never repeat: within one millisecond the nanoseconds count. They begin at 1, so that no stamp is a whole millisecond: a
 * client that cuts the rest off asks for what it has had, as it would of Alpaca.
 */
export class Stamper {
  readonly #clock: Clock;
  #last: Millis = -1;
  #count = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const now = Math.floor(this.#clock.now());
    this.#count = now === this.#last ? this.#count + 1 : 1;
    this.#last = now;
    return stampOf(now, this.#count);
  }
}
