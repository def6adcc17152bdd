import type { SimulatedClock } from '../clock/simulated-clock.js';
import { QUEUE_RANK } from '../clock/simulated-clock.js';
import { yieldToHost } from '../engine/yield.js';

/** Tasks between two looks at the rest of the process: few, so that an operator is obeyed within a second. */
const CHUNK = 256;

/** Runs everything in a simulated clock's queue, as fast as it goes, until nothing is left or `isOver`. */
export async function playOut(clock: SimulatedClock, isOver: () => boolean): Promise<void> {
  for (let done = 1; !isOver(); done++) {
    const task = clock.takeBefore(Infinity, QUEUE_RANK.operator);
    if (task === undefined) return;
    task();
    if (done % CHUNK === 0) await yieldToHost();
  }
}
