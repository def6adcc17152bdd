import { existsSync } from 'node:fs';

import type { BrokerFactory } from '../../src/broker/broker.js';
import { isLiveBroker } from '../../src/broker/live-broker.js';
import { acceleratedClock, LiveClock, SimulatedClock, type Clock } from '../../src/clock/index.js';
import { ConfigError } from '../../src/core/errors.js';
import type { BarSeries } from '../../src/core/series.js';
import { DAY, type Millis } from '../../src/core/time.js';
import type { BacktestConfig } from '../../src/engine/config.js';
import type { LiveFeed } from '../../src/feed/live-feed.js';
import { journalFile, SqliteJournal } from '../../src/live/index.js';
import type { PaperOptions } from './paper-options.js';
import { tallyOf, type RunTally } from './run-tally.js';

/** Where an instance stood when it was left. */
export interface Left {
  readonly tally: RunTally;
  readonly series: readonly BarSeries[];
  /** Where its time stands; -Infinity before the first step. */
  readonly position: Millis;
  /** True where its bars were played to their end. */
  readonly isOver: boolean;
}

/** What a run trades on and through. */
export interface Surroundings {
  readonly config: BacktestConfig;
  readonly feed: LiveFeed;
  readonly broker: BrokerFactory;
  readonly clock?: Clock;
}

/** What the journal in a folder holds. */
export function leftIn(folder: string, config: BacktestConfig): Left {
  const file = journalFile(folder);
  if (!existsSync(file)) return { tally: tallyOf(undefined, []), series: [], position: -Infinity, isOver: false };
  const journal = new SqliteJournal(file, {
    readonly: true,
    calendarOf: (name) => (config.calendar?.name === name ? config.calendar : undefined),
  });
  try {
    const tally = tallyOf(journal.meta, journal.steps());
    const { lastStep } = tally;
    return {
      tally,
      series: journal.history().series,
      position: lastStep?.position ?? -Infinity,
      isOver: lastStep?.input.kind === 'end',
    };
  } finally {
    journal.close();
  }
}

/** Makes what was asked for. Only what is used is loaded. */
export async function surroundingsOf(
  config: BacktestConfig,
  options: PaperOptions,
  left: Left,
  signal: AbortSignal,
): Promise<Surroundings> {
  const broker = options.broker === 'simulated' ? simulatedOf(config) : await alpacaOf(config, options);
  if (options.feed === 'replay') {
    const { replayOf } = await import('./replay-of-config.js');
    return { broker, ...(await replayOf(config, (start) => clockAt(Math.max(start, left.position), options.speed), signal)) };
  }
  const { alpacaFeedOf } = await import('./alpaca-feed.js');
  return { config, broker, feed: await alpacaFeedOf(config, left.series, options, signal) };
}

function clockAt(from: Millis, speed: number | undefined): Clock {
  return speed === undefined ? new SimulatedClock(from) : acceleratedClock(new LiveClock(), { from, speed });
}

async function alpacaOf(config: BacktestConfig, { live }: PaperOptions): Promise<BrokerFactory> {
  const { alpacaBroker } = await import('../../brokers/alpaca/alpaca-broker.js');
  return alpacaBroker({ live, sendWithin: config.live?.sendWithin ?? DAY });
}

/** The configuration's own broker, which must be one that sends nothing. */
export function simulatedOf(config: BacktestConfig): BrokerFactory {
  return (context) => {
    const broker = config.broker(context);
    if (!isLiveBroker(broker)) return broker;
    throw new ConfigError(`the broker of ${config.name} is ${broker.name}, not a simulated one`, {
      code: 'paper/not-simulated',
      context: { broker: broker.name },
      hint: 'write broker: simulated({ ... }) into the configuration; --broker alpaca is said on the command line',
    });
  };
}
