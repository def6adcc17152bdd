import { alpacaLive } from '../../feeds/alpaca/index.js';
import { sessionBars } from '../../feeds/resample/index.js';
import { ConfigError } from '../../src/core/errors.js';
import type { BarSeries } from '../../src/core/series.js';
import { compareIntervals } from '../../src/core/time.js';
import type { BacktestConfig } from '../../src/engine/config.js';
import type { LiveFeed } from '../../src/feed/live-feed.js';
import type { PaperOptions } from './paper-options.js';

/**
 * Alpaca's live bars of what a configuration trades: the symbols of its strategies, in the interval of its feeds.
 * @param known - series of an instance that has begun: it goes on with those, and the feeds of the configuration are not asked.
 * @throws ConfigError for bars that Alpaca does not have.
 */
export async function alpacaFeedOf(
  config: BacktestConfig,
  known: readonly BarSeries[],
  { minutesBeforeClose, alpacaFeed }: Pick<PaperOptions, 'minutesBeforeClose' | 'alpacaFeed'>,
  signal: AbortSignal,
): Promise<LiveFeed> {
  const series = known.length > 0 ? known : await seriesOf(config, signal);
  const named = (config.strategies ?? [config]).map(({ symbols }) => symbols);
  const all = series.map(({ instrument }) => instrument.symbol);
  const symbols = [...new Set(named.flatMap((some) => some ?? all))];
  const interval = [...new Set(series.map((one) => one.interval))].sort(compareIntervals)[0];
  if (interval !== '1d' && interval !== '1m') {
    throw new ConfigError(`${config.name} has bars of ${interval}, which Alpaca does not deliver live`, {
      code: 'paper/interval',
      context: { interval },
      hint: 'it has 1m and 1d: give the configuration minute bars and let the strategy consolidate them',
    });
  }
  if (interval === '1m' && minutesBeforeClose !== undefined) {
    throw new ConfigError(`--decide-before-close is for session bars, and ${config.name} has minutes`, {
      code: 'paper/decide-before-close',
      context: { interval },
      hint: 'leave it out: this.schedule.sessionClose(-minutes, ...) decides before the close on minute bars',
    });
  }
  const instrument = { lotStep: commonLotStep(series.filter((one) => symbols.includes(one.instrument.symbol))) };
  const options = { symbols, basis: 'raw', feed: alpacaFeed, instrument } as const;
  if (minutesBeforeClose === undefined) return alpacaLive({ ...options, interval });
  return sessionBars(alpacaLive({ ...options, interval: '1m' }), { minutesBeforeClose });
}

async function seriesOf(config: BacktestConfig, signal: AbortSignal): Promise<readonly BarSeries[]> {
  const data = await Promise.all(config.feeds.map((feed) => feed.load({ signal })));
  const externals = [...new Set(data.flatMap((one) => one.externals ?? []).map(({ name }) => name))];
  if (externals.length === 0) return data.flatMap((one) => one.series);
  throw new ConfigError(`${config.name} reads series that do not come live: ${externals.join(', ')}`, {
    code: 'paper/externals',
    context: { externals },
    hint: 'make them in prepare() from the bars, or take them out of the feeds of this configuration',
  });
}

function commonLotStep(series: readonly BarSeries[]): number {
  const steps = [...new Set(series.map(({ instrument }) => instrument.lotStep))];
  if (steps.length === 1) return steps[0]!;
  throw new ConfigError(`the instruments have different lot steps: ${steps.join(', ')}`, {
    code: 'paper/lot-steps',
    context: { steps },
    hint: 'give all instruments of the configuration the same lotStep',
  });
}
