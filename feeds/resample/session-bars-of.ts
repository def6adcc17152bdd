import type { PriceBasis } from '../../src/core/instrument.js';
import type { HistoricalFeed } from '../../src/feed/feed.js';
import { resampleInto } from './resample.js';
import type { ResampledOptions } from './resampled.js';
import { checkCut, SessionWindows, type SessionCut } from './session-windows.js';

/**
 * The history of {@link sessionBars}: one bar a session, made of intraday ones, that closes some minutes before the session does.
 *
 * ```ts
 * const minutes = csv({ files: { SPY: 'minute/SPY.csv' }, basis: 'raw', interval: '1m', time: { stamp: 'open' } });
 * sessionBarsOf(minutes, { minutesBeforeClose: 10, keep: true });
 * ```
 *
 * What trades after the cut is in no session bar. With `keep` the venue still sees it, so that an order sent at the cut for the
 * close is filled at the price of that close; without, the next price is the one at which the next session opens.
 *
 * @throws ConfigError for minutes that cannot be and, when it loads, for bars that they do not divide.
 */
export function sessionBarsOf<Basis extends PriceBasis>(
  feed: HistoricalFeed<Basis>,
  { keep = false, ...cut }: SessionCut & ResampledOptions = {},
): HistoricalFeed<Basis> {
  checkCut(cut);
  return {
    name: sessionBarsName(feed.name, cut),
    basis: feed.basis,
    async load(request) {
      const data = await feed.load(request);
      const made = data.series.map((series) => resampleInto(series, new SessionWindows(series.instrument, series.interval, cut)));
      return { ...data, series: keep ? [...data.series, ...made] : made };
    },
  };
}

export function sessionBarsName(name: string, { minutesBeforeClose = 0 }: SessionCut): string {
  return `${name} as sessions${minutesBeforeClose === 0 ? '' : ` until ${minutesBeforeClose} minutes before the close`}`;
}
