import { SimulatedClock } from '../clock/simulated-clock.js';
import type { Millis } from '../core/time.js';

/**
 * The time of a live run: that of what it takes. A slice may come when something later has been taken already, such as a fill between
 * the close of its bars and their arrival: the run's time then stands still.
 */
export class RunClock extends SimulatedClock {
  override advance(time: Millis): void {
    if (time > this.now()) super.advance(time);
  }
}
