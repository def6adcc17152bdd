import type { Line } from './crosses.js';

/**
 * One of several outputs of an indicator: its value now and the one before, NaN until they exist. It changes with each
 * update of its indicator; `snapshot()` of the indicator gives numbers to keep.
 */
export class OutputLine implements Line {
  value = Number.NaN;
  previous = Number.NaN;

  /** For the indicator that owns the line. */
  set(value: number): void {
    this.previous = this.value;
    this.value = value;
  }

  /** For the indicator that owns the line. */
  clear(): void {
    this.value = Number.NaN;
    this.previous = Number.NaN;
  }
}

/** Lines by the names of the outputs. */
export type OutputLines<Name extends string> = Readonly<Record<Name, OutputLine>>;

/** The numbers of all outputs at one moment, NaN where a line has no value yet. Immutable: safe to keep. */
export type Outputs<Name extends string> = Readonly<Record<Name, number>>;

export function snapshotOf<Name extends string>(lines: OutputLines<Name>): Outputs<Name> {
  const numbers = {} as Record<Name, number>;
  for (const name of namesOf(lines)) numbers[name] = lines[name].value;
  return Object.freeze(numbers);
}

export function namesOf<Name extends string>(lines: OutputLines<Name>): Name[] {
  return Object.keys(lines) as Name[];
}
