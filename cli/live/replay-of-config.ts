import { replay } from '../../feeds/replay/index.js';
import { SimulatedClock } from '../../src/clock/simulated-clock.js';
import type { Clock } from '../../src/clock/clock.js';
import { loadBacktest } from '../../src/engine/backtest.js';
import type { BacktestConfig } from '../../src/engine/config.js';
import { startTimeOf } from '../../src/engine/start-time.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import type { LiveFeed } from '../../src/feed/live-feed.js';
import type { Millis } from '../../src/core/time.js';

/** A configuration's own bars as live ones, from where its backtest would begin to trade. */
export interface ConfigReplay {
  /** The configuration, warmed up with everything that lies before. */
  readonly config: BacktestConfig;
  readonly feed: LiveFeed;
  readonly clock: Clock;
}

/**
 * Plays a configuration's feeds. The clock begins where the backtest begins to trade; every bar comes when it closes.
 * @param clockFrom - makes the clock that plays. Default: one that plays as fast as possible.
 */
export async function replayOf(
  config: BacktestConfig,
  clockFrom: (start: Millis) => Clock = (start) => new SimulatedClock(start),
  signal?: AbortSignal,
): Promise<ConfigReplay> {
  const { prepare: _, ...loading } = config;
  const { table, tradeAfter, actions } = await loadBacktest(loading as BacktestConfig, signal === undefined ? {} : { signal });
  const calendar = config.calendar ?? table.instruments[0]!.calendar;
  const source: HistoricalFeed = {
    name: config.feeds.map(({ name }) => name).join(', '),
    basis: table.basis,
    load: () => Promise.resolve({ series: table.series.map((series) => series.source), externals: table.externals, actions }),
  };
  const clock = clockFrom(tradeAfter === -Infinity ? startTimeOf(table, calendar) : tradeAfter);
  return { config: { ...config, live: { ...config.live, warmupBars: Infinity } }, feed: replay(source, { clock }), clock };
}
