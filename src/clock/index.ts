export { acceleratedClock } from './accelerated-clock.js';
export type { Clock } from './clock.js';
export { LiveClock } from './live-clock.js';
export { asScheduler } from './scheduler.js';
export { QUEUE_RANK, SimulatedClock, type QueueRank } from './simulated-clock.js';
