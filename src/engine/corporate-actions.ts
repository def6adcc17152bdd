import type { Calendar } from '../calendar/calendar.js';
import { QUEUE_RANK, type SimulatedClock } from '../clock/simulated-clock.js';
import type { EngineBus } from '../bus/engine-bus.js';
import type { SimulatedVenue } from '../broker/broker.js';
import {
  actionHistory,
  type ActionHistory,
  type CorporateAction,
  type Delisting,
  type Dividend,
  type Split,
  type SymbolChange,
} from '../core/corporate-action.js';
import { ConfigError } from '../core/errors.js';
import { exactOf, exactToNumber } from '../core/money.js';
import type { BarTable } from '../core/table.js';
import { dayOfIsoDate, type IsoDate, type Millis } from '../core/time.js';
import type { Portfolio } from '../portfolio/portfolio.js';

export interface CorporateActionParts {
  readonly table: BarTable;
  readonly clock: SimulatedClock;
  readonly portfolio: Portfolio;
  readonly venue: SimulatedVenue | undefined;
  readonly bus: EngineBus;
  readonly warn: (text: string) => void;
  /** Actions after it are left out. */
  readonly horizon: Millis;
}

/**
 * Puts the corporate actions of a run into the clock's queue: each happens at the open of its ex-date's session, before any
 * fill of that session. On the basis `raw` all happen, on `split` all but splits.
 * @throws ConfigError for actions on `total-return` prices, which hold them already.
 */
export function scheduleActions(histories: readonly ActionHistory[], parts: CorporateActionParts): void {
  const { table, clock, horizon } = parts;
  for (const history of histories) {
    const { symbol, actions } = actionHistory(history, 'the run');
    if (!table.has(symbol) || actions.length === 0) continue;
    if (table.basis === 'total-return') throw adjustedAlready(symbol, actions.length);
    const index = table.indexOf(symbol);
    const { calendar } = table.instruments[index]!;
    for (const action of actions) {
      if (action.kind === 'split' && table.basis === 'split') continue;
      const at = openOf(calendar, action.exDate);
      if (at === undefined || at < clock.now() || at > horizon) continue;
      clock.at(at, () => happen(action, index, actions, at, parts), QUEUE_RANK.corporateAction);
    }
  }
}

/** Open of the first session on or after a date; `undefined` beyond the calendar. */
function openOf(calendar: Calendar, date: IsoDate): Millis | undefined {
  const session = calendar.session(date);
  if (session !== undefined) return session.open;
  try {
    // Noon of the date (UTC) lies on that date in every venue's zone we know.
    return calendar.nextClosing((dayOfIsoDate(date)! + 0.5) * 86_400_000).open;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function happen(action: CorporateAction, index: number, all: readonly CorporateAction[], time: Millis, parts: CorporateActionParts): void {
  switch (action.kind) {
    case 'split':
      split(action, index, time, parts);
      break;
    case 'dividend':
      payDividend(action, index, all, parts);
      break;
    case 'delisting':
      delist(action, index, time, parts);
      break;
    case 'symbol-change':
      rename(action, index, time, parts);
      break;
  }
  parts.bus.status.emit({ kind: 'corporate-action', time, action });
}

function split({ numerator, denominator }: Split, index: number, time: Millis, { portfolio, venue }: CorporateActionParts): void {
  const [n, d] = wholeRatio(numerator, denominator);
  portfolio.split(index, n, d);
  venue?.split(index, n, d, time);
}

/** A ratio of whole numbers: 1.5 for 1 is 3 for 2. */
function wholeRatio(numerator: number, denominator: number): readonly [number, number] {
  const a = exactOf(numerator);
  const b = exactOf(denominator);
  const scale = Math.max(a.scale, b.scale);
  return [Number(a.mantissa) * 10 ** (scale - a.scale), Number(b.mantissa) * 10 ** (scale - b.scale)];
}

/** The amount is owed from the ex-date on, and paid on the pay date; at once where that is not known. */
function payDividend(
  dividend: Dividend,
  index: number,
  all: readonly CorporateAction[],
  { table, clock, portfolio }: CorporateActionParts,
): void {
  const perUnit = table.basis === 'split' ? perAdjustedUnit(dividend, all) : dividend.amount;
  const pay = portfolio.declareDividend(index, perUnit);
  if (pay === undefined) return;
  const { calendar } = table.instruments[index]!;
  const at = dividend.payDate === undefined ? undefined : openOf(calendar, dividend.payDate);
  if (at === undefined && dividend.payDate === undefined) pay();
  else if (at !== undefined) clock.at(at, pay, QUEUE_RANK.corporateAction);
}

/** On prices that are adjusted for splits a unit is a part of a share of the time. */
function perAdjustedUnit({ amount, exDate }: Dividend, all: readonly CorporateAction[]): number {
  let perUnit = amount;
  for (const action of all) if (action.kind === 'split' && action.exDate > exDate) perUnit *= action.denominator / action.numerator;
  return exactToNumber(exactOf(Number(perUnit.toPrecision(15))));
}

function delist({ price, symbol }: Delisting, index: number, time: Millis, { portfolio, venue, warn }: CorporateActionParts): void {
  venue?.withdraw(index, time, 'delisted');
  const last = price ?? portfolio.mark(index);
  if (portfolio.removePosition(index, Number.isNaN(last) ? 0 : last)) {
    warn(
      `${symbol} was delisted with a position: it was closed at ${last}, ${price === undefined ? 'its last close' : 'as the feed says'}`,
    );
  }
}

function rename(
  { symbol, newSymbol }: SymbolChange,
  index: number,
  time: Millis,
  { table, portfolio, venue, warn }: CorporateActionParts,
): void {
  if (!table.has(newSymbol)) return;
  venue?.withdraw(index, time, 'symbol-changed');
  if (portfolio.movePosition(index, table.indexOf(newSymbol))) warn(`the position in ${symbol} goes on as ${newSymbol}`);
}

function adjustedAlready(symbol: string, count: number): ConfigError {
  return new ConfigError(`${symbol}: ${count} corporate actions, but total-return prices hold them already`, {
    code: 'action/total-return',
    context: { symbol, count },
    hint: 'load raw or split-adjusted prices, or leave the actions out',
  });
}
