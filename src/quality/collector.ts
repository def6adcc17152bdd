import type { Millis } from '../core/time.js';
import type { Finding, FindingKind, Severity } from './finding.js';

/** Places that a report shows of each finding. */
const MOST_EXAMPLES = 5;

/** The places of one kind of finding, as they are met. */
export class Collector {
  #count = 0;
  #first: Millis | undefined;
  #last: Millis | undefined;
  readonly #examples: string[] = [];

  constructor(
    readonly kind: FindingKind,
    readonly severity: Severity,
    readonly consequence: string,
  ) {}

  get count(): number {
    return this.#count;
  }

  /** Notes a place. `describe` is called for the first few only. */
  add(time: Millis | undefined, describe: () => string, count = 1): void {
    this.#count += count;
    if (time !== undefined && Number.isFinite(time)) {
      this.#first ??= time;
      this.#last = time;
    }
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(describe());
  }

  /** The finding, or none when no place was noted. */
  findings(message: (count: number) => string): Finding[] {
    if (this.#count === 0) return [];
    return [
      {
        kind: this.kind,
        severity: this.severity,
        message: message(this.#count),
        consequence: this.consequence,
        count: this.#count,
        ...(this.#first !== undefined && { first: this.#first }),
        ...(this.#last !== undefined && { last: this.#last }),
        examples: this.#examples,
      },
    ];
  }
}

/** `1 bar`, `1,204 bars`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
