import { QUEUE_RANK, type LiveBar, type LiveFeed, type SimulatedClock } from '../../src/index.js';

/** Moves a simulated clock on, task by task. */
export function play(clock: SimulatedClock, until = Infinity): void {
  for (;;) {
    const task = clock.takeBefore(until, QUEUE_RANK.operator);
    if (task === undefined) return;
    task();
  }
}

/** Everything that a live feed says, as it comes. */
export interface Heard {
  readonly bars: LiveBar[];
  readonly status: string[];
  readonly notices: string[];
  error: unknown;
  completed: boolean;
}

export function listenTo(live: LiveFeed): Heard {
  const heard: Heard = { bars: [], status: [], notices: [], error: undefined, completed: false };
  live.bars.subscribe({
    next: (bar) => heard.bars.push(bar),
    error: (error: unknown) => (heard.error = error),
    complete: () => (heard.completed = true),
  });
  live.status.subscribe({ next: (status) => heard.status.push(status), error: () => heard.status.push('error') });
  live.notices?.subscribe(({ code }) => heard.notices.push(code));
  return heard;
}
