// What the bots of these tests have in common: an account, a broker with short patience, a venue's shared clock.
import { alpacaBroker } from '../../../dist/brokers/index.js';
import { runLive } from '../../../dist/src/live/index.js';
import { ClockFeed, SPEED, sharedClock } from './market.mjs';

const quick = (pauses) => pauses.map((pause) => pause * SPEED);

/** Runs a strategy against the fake venue of the environment until `end` says so. */
export function runBot({ name, strategy, folder, origin, lookUpPauses, end, ...options }) {
  const clock = sharedClock(origin);
  return runLive({
    config: {
      name,
      feeds: [],
      strategy,
      account: { cash: 100_000 },
      live: { grace: 100, maxClockSkew: 3_600_000, maxDecisionAge: 3_600_000 },
    },
    feed: new ClockFeed(clock, origin),
    broker: alpacaBroker({
      clock,
      timeout: 600 * SPEED,
      streamTimeout: 1000 * SPEED,
      reconnectPause: 10,
      reconcileEvery: 400 * SPEED,
      lookUpPauses: quick(lookUpPauses),
      fillPauses: quick([10, 30, 60]),
    }),
    folder,
    durability: 'relaxed',
    clock,
    signal: end.signal,
    ...options,
  });
}
