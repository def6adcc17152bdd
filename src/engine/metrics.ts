import type { CostsResult } from '../analyzers/costs.js';
import type { DrawdownResult } from '../analyzers/drawdown.js';
import type { EquityCurve } from '../analyzers/equity-curve.js';
import type { TradeSummary } from '../analyzers/trade-summary.js';
import type { Calendar } from '../calendar/calendar.js';
import type { Millis } from '../core/time.js';
import { centralMoments } from '../statistics/moments.js';
import { probabilisticSharpeRatio, trackRecord } from '../statistics/probabilistic-sharpe.js';
import { annualisedVolatility, cagr, totalReturn } from '../statistics/returns.js';
import { sharpeRatio } from '../statistics/sharpe.js';
import { noStatistic, statistic, type Statistic } from '../statistics/statistic.js';

/** The figures that every run reports. Returns and drawdowns are fractions (0.1 is 10 %). */
export interface Metrics {
  readonly firstSession: string | undefined;
  readonly lastSession: string | undefined;
  readonly sessions: number;
  /** Sessions a year of the run's calendar: the factor that annualises. */
  readonly sessionsPerYear: number;
  readonly points: number;
  readonly startEquity: number;
  readonly finalEquity: number;
  readonly totalReturn: Statistic;
  readonly cagr: Statistic;
  readonly volatility: Statistic;
  readonly sharpe: Statistic;
  readonly probabilisticSharpe: Statistic;
  readonly drawdown: DrawdownResult;
  readonly orders: number;
  readonly rejectedOrders: number;
  readonly fills: number;
  readonly pathDependentFills: number;
  readonly trades: number;
  readonly winRate: Statistic;
  readonly costs: CostsResult;
  readonly lastTime: Millis | undefined;
}

export interface MetricsParts {
  readonly curve: EquityCurve;
  readonly drawdown: DrawdownResult;
  readonly costs: CostsResult;
  readonly trades: TradeSummary;
  readonly calendar: Calendar;
  readonly orders: number;
  readonly rejectedOrders: number;
}

/** Puts the standard figures together. Ratios are made of session returns, drawdown of every point. */
export function metricsOf(parts: MetricsParts): Metrics {
  const { curve, drawdown, costs, trades, calendar } = parts;
  const periodsPerYear = calendar.sessionsPerYear;
  const returns = centralMoments(sessionReturnsOf(curve));
  const record = trackRecord(returns);
  const sessions = curve.sessionEquity.length;
  const finalEquity = curve.equity.length === 0 ? curve.startEquity : curve.equity[curve.equity.length - 1]!;
  const dateAt = (session: number): string | undefined =>
    sessions === 0 ? undefined : calendar.sessionOf(curve.sessionTimes[session]!).date;
  const ends = [curve.startEquity, finalEquity];
  return {
    firstSession: dateAt(0),
    lastSession: dateAt(sessions - 1),
    sessions,
    sessionsPerYear: calendar.sessionsPerYear,
    points: curve.equity.length,
    startEquity: curve.startEquity,
    finalEquity,
    totalReturn: withCount(totalReturn(ends), sessions),
    cagr: withCount(cagr(ends, sessions / calendar.sessionsPerYear), sessions),
    volatility: annualisedVolatility(returns, { periodsPerYear }),
    sharpe: sharpeRatio(returns, { periodsPerYear }),
    probabilisticSharpe: typeof record === 'string' ? noStatistic(record, sessions) : probabilisticSharpeRatio(record),
    drawdown,
    orders: parts.orders,
    rejectedOrders: parts.rejectedOrders,
    fills: costs.fills,
    pathDependentFills: costs.pathDependentFills,
    trades: trades.trades,
    winRate: trades.winRate,
    costs,
    lastTime: curve.times[curve.times.length - 1],
  };
}

/** Memory for the returns of one run, used again by the next: a sweep would spend much of its time on getting it. */
let room = new Float64Array(1024);

/** Simple returns from session to session, the first from the start value. They stand until the next call. */
function sessionReturnsOf({ startEquity, sessionEquity }: EquityCurve): Float64Array {
  const count = sessionEquity.length;
  if (room.length < count) room = new Float64Array(count);
  const returns = room.subarray(0, count);
  let last = startEquity;
  for (let i = 0; i < returns.length; i++) {
    const equity = sessionEquity[i]!;
    returns[i] = equity / last - 1;
    last = equity;
  }
  return returns;
}

/** The same statistic counted in sessions. */
function withCount(value: Statistic, n: number): Statistic {
  return value.value === undefined ? { ...value, n } : statistic(value.value, n);
}
