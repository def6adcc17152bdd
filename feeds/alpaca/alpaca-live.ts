import { LiveClock } from '../../src/clock/live-clock.js';
import { ConfigError } from '../../src/core/errors.js';
import type { LiveFeed } from '../../src/feed/live-feed.js';
import { checkFeedOptions } from '../network/feed-options.js';
import type { AlpacaLiveOptions } from './live-options.js';
import { MinuteFeed } from './minute-feed.js';
import { SessionFeed } from './session-feed.js';
import { streamAddress } from './stream-address.js';

/**
 * Live bars of stocks and funds from Alpaca.
 *
 * ```ts
 * const live = alpacaLive({ symbols: ['SPY', 'QQQ'], basis: 'raw', interval: '1m' });
 * ```
 *
 * **Minutes** are streamed. A minute without trades has no bar. The connection is replaced as often as it takes, with growing pauses;
 * what was missed meanwhile is fetched and comes as `backfill`. A bar that Alpaca corrects, about half a minute later, comes again as
 * `correction`, and so does one that comes after later ones. The closing auction is printed after 16:00 and is in the first minute of
 * extended hours, not in the last one of the session.
 *
 * **Sessions** are asked for 20 minutes after the close (`settle`) and then until they are there; the bars of one session come together.
 *
 * Keys come from the environment (`APCA_API_KEY_ID`, `APCA_API_SECRET_KEY`). Alpaca allows one stream a feed and account: a second one
 * waits until the first ends.
 *
 * @throws ConfigError for options that cannot work, and from `open` without keys. `alpaca/unauthorized`, `alpaca/subscription` and
 * `alpaca/symbol-limit` are DataErrors that end it; everything else is tried again and told as a notice.
 */
export function alpacaLive(options: AlpacaLiveOptions): LiveFeed<'raw'> {
  checkFeedOptions('alpaca', options, ['raw']);
  const { interval, feed = 'iex', quiet = 1, settle = 0, env, clock = new LiveClock() } = options;
  const refuse = (code: string, message: string, hint: string): never => {
    throw new ConfigError(`alpaca: ${message}`, { code, context: { interval, feed, quiet, settle }, hint });
  };
  if (interval !== '1m' && interval !== '1d') {
    refuse('alpaca/interval', `it has no live bars of ${String(interval)}`, 'it has 1m and 1d: let the strategy consolidate minutes');
  }
  if (feed !== 'iex' && feed !== 'sip') refuse('alpaca/feed', `feed ${JSON.stringify(feed)} is unknown`, 'set feed: "iex" or "sip"');
  if (!(quiet > 0) || !(settle >= 0 && settle < Infinity)) {
    refuse('alpaca/wait', `it cannot wait ${quiet} ms for bars and ${settle} ms after a close`, 'give milliseconds');
  }
  streamAddress(feed, env);
  return interval === '1m' ? new MinuteFeed(options, clock) : new SessionFeed(options, clock);
}
