import type { StalePosition } from '../analyzers/holdings.js';
import type { Performance } from '../analyzers/performance.js';
import type { Metrics } from '../engine/metrics.js';
import type { CostSensitivity } from '../statistics/cost-sensitivity.js';
import { wilsonInterval } from '../statistics/proportion.js';
import type { PathInterval } from './path-interval.js';

/** What a caveat is about. */
export type CaveatKind =
  | 'short-sample'
  | 'few-trades'
  | 'under-a-year'
  | 'no-costs'
  | 'cost-sensitive'
  | 'path'
  | 'stale-prices'
  | 'open-positions'
  | 'few-days'
  | 'one-history';

/** Something that the figures cannot tell. */
export interface Caveat {
  readonly kind: CaveatKind;
  /** One or two plain sentences. */
  readonly text: string;
}

export interface CaveatInput {
  readonly metrics: Metrics;
  readonly performance: Performance;
  readonly openPositions: number;
  readonly pathInterval: PathInterval;
  readonly costSensitivity: CostSensitivity;
  readonly stalePositions: readonly StalePosition[];
}

/** Fewer trades than this say little: the usual threshold of the normal approximation. */
const FEW_TRADES = 30;
/** A strategy whose profit ends below this multiple of its costs lives on the cost assumption. */
const THIN_MARGIN = 2;
/** So many of the best sessions should not make the whole profit. */
const BEST_SESSIONS = 5;

const count = (n: number, one: string, many = `${one}s`): string => `${whole(Math.round(n))} ${n === 1 ? one : many}`;
/** A locale's tables take as long to load as a thousand bars to run: a number without a comma needs none. */
const whole = (n: number): string => (n >= 0 && n < 1000 ? n.toFixed() : n.toLocaleString('en-US'));
const percent = (value: number, digits = 0): string => `${(value * 100).toFixed(digits)} %`;
const ratio = (value: number): string => value.toFixed(2);

/** The caveats of a run, the most important first. A run that did nothing has none but the reason for its silence. */
export function caveatsOf(input: CaveatInput): Caveat[] {
  const texts: readonly (readonly [CaveatKind, string | undefined])[] = [
    ['short-sample', shortSample(input)],
    ['few-trades', fewTrades(input)],
    ['under-a-year', underAYear(input)],
    ['no-costs', noCosts(input)],
    ['cost-sensitive', costSensitive(input)],
    ['path', pathDependence(input)],
    ['stale-prices', stalePrices(input)],
    ['open-positions', openPositions(input)],
    ['few-days', fewDays(input)],
    ['one-history', oneHistory(input)],
  ];
  return texts.flatMap(([kind, text]) => (text === undefined ? [] : [{ kind, text }]));
}

/** Bailey and López de Prado's minimum track record, as a sentence. */
function shortSample({ metrics, performance }: CaveatInput): string | undefined {
  const { sharpe, sessions, sessionsPerYear } = metrics;
  const needed = performance.returns.minimumTrackRecord;
  if (sharpe.value === undefined) return sessions === 0 ? undefined : `The Sharpe ratio is undefined: ${sharpe.reason}.`;
  if (needed.value === undefined) {
    return sharpe.value > 0
      ? `${count(sessions, 'session')} are too few to say how reliable the Sharpe ratio of ${ratio(sharpe.value)} is.`
      : `The Sharpe ratio of ${ratio(sharpe.value)} is not above 0: no length of record shows that this strategy makes money.`;
  }
  if (needed.value <= sessions) return undefined;
  const years = needed.value / sessionsPerYear;
  return `The sample is short: with a Sharpe ratio of ${ratio(sharpe.value)} it takes ${count(Math.ceil(needed.value), 'session')} (${years.toFixed(1)} years) to say with 95 % confidence that the true one is above 0 (minimum track record), and there are ${whole(Math.round(sessions))}.`;
}

function fewTrades({ performance }: CaveatInput): string | undefined {
  const { trades, wins } = performance.trades.all;
  if (trades === 0 || trades >= FEW_TRADES) return undefined;
  const [low, high] = wilsonInterval(wins, trades);
  return `Only ${count(trades, 'trade')} closed: a win rate of ${percent(wins / trades)} over so few may as well be ${percent(low)} or ${percent(high)} (95 % interval), and profit factor and expectancy are as uncertain.`;
}

function underAYear({ metrics }: CaveatInput): string | undefined {
  const { sessions, sessionsPerYear } = metrics;
  if (sessions === 0 || sessions >= sessionsPerYear) return undefined;
  return `The run covers less than a year (${count(sessions, 'session')}): annual figures extrapolate it.`;
}

function noCosts({ metrics, performance }: CaveatInput): string | undefined {
  if (metrics.fills === 0 || !metrics.costs.total.isZero() || performance.trading.priceEffect !== 0) return undefined;
  return 'No costs were charged, so every figure is before costs: give the broker a cost model.';
}

function costSensitive({ costSensitivity }: CaveatInput): string | undefined {
  const { value } = costSensitivity.breakEvenMultiple;
  if (value === undefined || value <= 0 || value >= THIN_MARGIN) return undefined;
  if (value < 1)
    return `Before costs it made money, on average of the sessions, and lost it to them: it would need costs below ${ratio(value)} times these.`;
  return `The profit is thin: at ${ratio(value)} times these costs nothing is left.`;
}

function pathDependence({ pathInterval }: CaveatInput): string | undefined {
  switch (pathInterval.kind) {
    case 'none':
      return undefined;
    case 'unknown':
      return `${dependent(pathInterval.dependentFills)} on the assumed way of prices within their bar; how much the result does is not known: ${pathInterval.reason}.`;
    case 'measured': {
      const { worst, best, worstSharpe, bestSharpe } = pathInterval;
      const money = (value: number): string => value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
      const sharpes =
        worstSharpe.value === undefined || bestSharpe.value === undefined
          ? ''
          : `, the Sharpe ratio between ${ratio(worstSharpe.value)} and ${ratio(bestSharpe.value)}`;
      return `${dependent(pathInterval.dependentFills)} on the assumed way of prices within their bar: final equity lies between ${money(worst.finalEquity)} (${worst.policy}) and ${money(best.finalEquity)} (${best.policy})${sharpes}.`;
    }
  }
}

function dependent(fills: number): string {
  return `${count(fills, 'fill')} ${fills === 1 ? 'depends' : 'depend'}`;
}

function stalePrices({ stalePositions }: CaveatInput): string | undefined {
  if (stalePositions.length === 0) return undefined;
  const worst = stalePositions.toSorted((a, b) => b.longestDays - a.longestDays).slice(0, 3);
  const named = worst.map(
    (each) => `${each.symbol} in ${count(each.sessions, 'session')}, up to ${count(Math.ceil(each.longestDays), 'day')} old`,
  );
  const rest = stalePositions.length - worst.length;
  return `Positions were valued at old prices because they had no bar: ${named.join('; ')}${rest > 0 ? `; and ${count(rest, 'more symbol')}` : ''}.`;
}

function openPositions({ openPositions: open, performance }: CaveatInput): string | undefined {
  if (open === 0) return undefined;
  const { profit, bySymbol } = performance.attribution;
  const unrealised = bySymbol.reduce((sum, each) => sum + each.unrealised, 0);
  const part = profit > 0 && unrealised > 0 ? ` (${percent(unrealised / profit)} of the profit)` : '';
  return `${count(open, 'position')} ${open === 1 ? 'is' : 'are'} still open at the end: what ${open === 1 ? 'it' : 'they'} gained or lost so far${part} is at the last close, without the costs of selling.`;
}

function fewDays({ performance, metrics }: CaveatInput): string | undefined {
  const returns = performance.sessionReturns;
  const total = metrics.totalReturn.value;
  if (total === undefined || total <= 0 || returns.length < 10 * BEST_SESSIONS) return undefined;
  const best = Float64Array.from(returns).sort().slice(-BEST_SESSIONS);
  const without = (1 + total) / best.reduce((growth, each) => growth * (1 + each), 1) - 1;
  if (!(without <= 0)) return undefined;
  return `Without its ${BEST_SESSIONS} best sessions of ${whole(returns.length)} the run would have made no profit.`;
}

function oneHistory({ metrics }: CaveatInput): string | undefined {
  if (metrics.fills === 0) return undefined;
  return 'This is one history, and no figure here knows how many variants were tried before this one: the best of many looks good by chance.';
}
