import { ConfigError } from '../../src/core/errors.js';
import { Instrument, type PriceBasis } from '../../src/core/instrument.js';
import { seededRandom } from '../../src/core/random.js';
import { BarSeries } from '../../src/core/series.js';
import { dayOfIsoDate, intervalMillis, MINUTE } from '../../src/core/time.js';
import type { FeedData, HistoricalFeed, LoadRequest } from '../../src/feed/feed.js';
import { BarCollector } from '../common/bar-collector.js';
import { until } from '../common/until.js';
import { choleskyOf } from './correlation.js';
import { regimesOf, sessionFrom, weatherOf } from './market.js';
import type { SyntheticOptions } from './options.js';
import { AssetPath } from './path.js';

/**
 * Made-up bars from a seed: geometric Brownian motion, with jumps, regimes, correlated assets and stress scenarios as
 * wanted. For tests of strategies and of their limits; nothing that works on it is thereby known to work on a market.
 *
 * ```ts
 * synthetic({
 *   assets: [{ symbol: 'AAA', drift: 0.08 }, { symbol: 'BBB', volatility: 0.35 }],
 *   correlation: 0.6,
 *   scenarios: [{ kind: 'crash', at: '2020-03-09', drop: 0.3, sessions: 5 }],
 *   from: '2020-01-02',
 *   to: '2020-12-31',
 *   seed: 7,
 * });
 * ```
 *
 * The same options give the same bars. A further asset at the end of the list leaves those before it as they are.
 *
 * @throws ConfigError for options that cannot work.
 */
export function synthetic<const Basis extends PriceBasis = 'raw'>(options: SyntheticOptions<Basis>): HistoricalFeed<Basis> {
  check(options);
  const { basis = 'raw' as Basis, calendar } = options;
  const instruments = options.assets.map(
    ({ symbol }) => new Instrument({ symbol, basis, ...(calendar !== undefined && { calendar }), tick: `1e-${options.digits ?? 4}` }),
  );
  const lower = choleskyOf(options.correlation ?? 0, options.assets.length);
  return {
    name: 'synthetic',
    basis,
    async load(request: LoadRequest = {}): Promise<FeedData> {
      request.signal?.throwIfAborted();
      return until(request.until, generated(options, instruments, lower));
    },
  };
}

function generated(
  options: SyntheticOptions<PriceBasis>,
  instruments: readonly Instrument[],
  lower: readonly (readonly number[])[],
): FeedData {
  const { assets, from, to, seed = 1, interval = '1d', regimes = [], scenarios = [], digits = 4 } = options;
  const { calendar } = instruments[0]!;
  const sessions = calendar.sessions(from, to);
  const isAlwaysOpen = sessions.length > 1 && sessions[1]!.open === sessions[0]!.close;
  const overnight = isAlwaysOpen ? 0 : (options.overnight ?? 0.2);
  const plan = { seed, sessionsPerYear: calendar.sessionsPerYear, overnight, digits, duration: intervalMillis(interval) };
  const paths = assets.map((asset) => new AssetPath(asset, plan));
  const collectors = assets.map(({ symbol }) => new BarCollector('synthetic', symbol, interval, 'strict'));
  const sources = assets.map(({ symbol }) => seededRandom(seed).fork(`diffusion ${symbol}`));
  const drawn = regimesOf(regimes, sessions.length, seed);
  const firsts = new Map(scenarios.map((scenario) => [scenario, sessionFrom(sessions, scenario.at)]));
  for (const [number, session] of sessions.entries()) {
    const count = paths[0]!.barsOf(session);
    const independent = sources.map((source) => Array.from({ length: count + 1 }, () => source.normal()));
    for (const [asset, path] of paths.entries()) {
      const weather = weatherOf(assets[asset]!.symbol, number, drawn[number], scenarios, (scenario) => firsts.get(scenario)!);
      const normals = independent[asset]!.map((_, step) =>
        lower[asset]!.reduce((sum, weight, k) => sum + weight * independent[k]![step]!, 0),
      );
      path.session(session, weather, normals, collectors[asset]!);
    }
  }
  return {
    series: instruments.map((instrument, i) => new BarSeries(instrument, interval, collectors[i]!.columns())),
    sources: collectors.map(({ symbol, length }) => ({ name: `synthetic ${symbol} ${interval} seed ${seed}`, rows: length })),
    warnings: [],
  };
}

function check({
  assets,
  from,
  to,
  interval = '1d',
  overnight = 0.2,
  regimes = [],
  scenarios = [],
  digits = 4,
}: SyntheticOptions<PriceBasis>): void {
  const require = (isRight: boolean, code: string, message: string, hint: string): void => {
    if (!isRight) throw new ConfigError(`synthetic: ${message}`, { code: `synthetic/${code}`, context: { from, to, interval }, hint });
  };
  require(assets.length > 0, 'no-assets', 'there is no asset', 'give assets: [{ symbol: "AAA" }]');
  const symbols = new Set(assets.map(({ symbol }) => symbol));
  require(symbols.size === assets.length, 'symbol', 'a symbol is named twice', 'give each asset a symbol of its own');
  for (const { symbol, price = 100, volatility = 0.2, drift = 0, jumps, volume = 1e6 } of assets) {
    const isRight = price > 0 && volatility >= 0 && Number.isFinite(drift) && Number.isFinite(volatility) && volume > 0;
    require(isRight, 'asset', `${symbol}: price, volatility, drift or volume cannot be`, 'give a price and volume above 0 and a volatility of at least 0');
    const areJumpsRight = jumps === undefined || (jumps.perYear >= 0 && jumps.deviation >= 0 && Number.isFinite(jumps.mean));
    require(areJumpsRight, 'jumps', `${symbol}: its jumps cannot be`, 'give jumps: { perYear, mean, deviation }, the first and last at least 0');
  }
  for (const date of [from, to, ...scenarios.map(({ at }) => at)]) {
    require(dayOfIsoDate(date) !== undefined, 'date', `${JSON.stringify(date)} is no date`, 'write an existing date as YYYY-MM-DD');
  }
  require(from <= to, 'date', `from ${from} is after to ${to}`, 'exchange the two dates');
  require(overnight >= 0 && overnight < 1, 'overnight', `overnight is ${overnight}`, 'give a part from 0 to below 1');
  require(Number.isInteger(digits) && digits >= 0 && digits <= 8, 'digits', `digits is ${digits}`, 'give 0 to 8');
  require(regimes.every(
    ({ volatility, sessions }) => volatility >= 0 && sessions >= 1,
  ), 'regime', 'a regime cannot be', 'give volatility of at least 0 and sessions of at least 1');
  for (const scenario of scenarios) {
    const isRight =
      scenario.kind === 'gap'
        ? scenario.size > -1
        : scenario.kind === 'vol-spike'
          ? scenario.factor >= 0
          : scenario.drop > 0 && scenario.drop < 1;
    require(isRight, 'scenario', `the ${scenario.kind} of ${scenario.at} cannot be`, 'give a drop between 0 and 1, a size above -1, a factor of at least 0');
  }
  const length = intervalMillis(interval);
  const divides = length === undefined || (30 * MINUTE) % length === 0;
  const hint = 'use 1d, or minutes that divide half an hour, as sessions and early closes do: 1m, 2m, 5m, 10m, 15m, 30m';
  require(divides, 'interval', `${interval} bars do not divide a session`, hint);
}
