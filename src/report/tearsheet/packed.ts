import type { Millis } from '../../core/time.js';

/** Instants in ascending order as a start and whole steps of a unit: about a quarter of the size of plain numbers. */
export interface PackedTimes {
  readonly start: Millis;
  readonly unit: number;
  /** Differences to the instant before, in units; the first is 0. Empty for no instant. */
  readonly steps: readonly number[];
}

/** Packs instants. What is read back is exactly what was given. */
export function packTimes(times: ArrayLike<Millis>): PackedTimes {
  const steps: number[] = [];
  let unit = 0;
  for (let i = 0; i < times.length; i++) {
    const step = i === 0 ? 0 : times[i]! - times[i - 1]!;
    steps.push(step);
    // Nearly all are whole units of those before.
    if (step % unit !== 0) unit = divisor(unit, Math.abs(step));
  }
  if (unit > 1) for (let i = 0; i < steps.length; i++) steps[i]! /= unit;
  return { start: times[0] ?? 0, unit: unit || 1, steps };
}

/** Greatest common divisor. */
function divisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
