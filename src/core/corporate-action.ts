import { DataError } from './errors.js';
import { dayOfIsoDate, type IsoDate } from './time.js';

/**
 * Shares are divided or put together: `numerator` new ones for `denominator` old ones. 7 for 1 is AAPL's split of 2014, 1 for
 * 10 a reverse split.
 */
export interface Split {
  readonly kind: 'split';
  readonly symbol: string;
  /** First session that trades without what the action takes away. */
  readonly exDate: IsoDate;
  readonly numerator: number;
  readonly denominator: number;
}

/** Cash for each share held at the close before the ex-date. */
export interface Dividend {
  readonly kind: 'dividend';
  readonly symbol: string;
  readonly exDate: IsoDate;
  /** When the cash arrives; unknown in many sources. */
  readonly payDate?: IsoDate;
  /** Cash per share **as paid at the time**, not adjusted for later splits, in the instrument's currency. */
  readonly amount: number;
}

/** The instrument stops trading: `exDate` is the first date on which it does not trade any more. */
export interface Delisting {
  readonly kind: 'delisting';
  readonly symbol: string;
  readonly exDate: IsoDate;
  /** What a share brings after the last session; without it, the last close. 0 for a bankruptcy. */
  readonly price?: number;
}

/** The instrument trades under another symbol from `exDate` on. */
export interface SymbolChange {
  readonly kind: 'symbol-change';
  readonly symbol: string;
  readonly newSymbol: string;
  readonly exDate: IsoDate;
}

/** What happens to an instrument itself, at the open of its ex-date's session. */
export type CorporateAction = Split | Dividend | Delisting | SymbolChange;

/**
 * All corporate actions of an instrument that are known for a range of ex-dates. An empty list says that there were none;
 * an instrument without a history is one of which nothing is known.
 */
export interface ActionHistory {
  readonly symbol: string;
  /** Range of ex-dates for which the list is complete, both inclusive. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** By ex-date; on one date splits come before dividends. */
  readonly actions: readonly CorporateAction[];
}

const ORDER: Readonly<Record<CorporateAction['kind'], number>> = { split: 0, dividend: 1, 'symbol-change': 2, delisting: 3 };

/**
 * A history whose actions are checked and in order.
 * @param origin - where the actions come from, for errors: a file, or a source.
 * @throws DataError for an action of another symbol, outside the range, twice, or with figures that cannot be.
 */
export function actionHistory(history: ActionHistory, origin: string): ActionHistory {
  const { symbol, from, to } = history;
  const actions = [...history.actions].sort((a, b) => (a.exDate < b.exDate ? -1 : a.exDate > b.exDate ? 1 : ORDER[a.kind] - ORDER[b.kind]));
  for (const [i, action] of actions.entries()) {
    const fault = faultOf(action, history, actions[i - 1]);
    if (fault === undefined) continue;
    throw new DataError(`${origin}: ${symbol} ${action.exDate}: ${fault.message}`, {
      code: fault.code,
      context: { symbol, exDate: action.exDate, kind: action.kind, origin },
      hint: fault.hint,
    });
  }
  return { symbol, from, to, actions };
}

interface ActionFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function faultOf(
  action: CorporateAction,
  { symbol, from, to }: ActionHistory,
  before: CorporateAction | undefined,
): ActionFault | undefined {
  if (action.symbol !== symbol)
    return { code: 'action/symbol', message: `the action is one of ${action.symbol}`, hint: 'give each symbol a history of its own' };
  if (dayOfIsoDate(action.exDate) === undefined)
    return { code: 'action/date', message: `${JSON.stringify(action.exDate)} is no date`, hint: 'write ex-dates as YYYY-MM-DD' };
  if (action.exDate < from || action.exDate > to)
    return {
      code: 'action/range',
      message: `the ex-date lies outside ${from} to ${to}`,
      hint: 'widen the range for which actions are known',
    };
  if (before !== undefined && before.exDate === action.exDate && before.kind === action.kind && action.kind !== 'dividend')
    return { code: 'action/duplicate', message: `a second ${action.kind} on one date`, hint: 'remove one of the two' };
  switch (action.kind) {
    case 'split':
      return isPositive(action.numerator) && isPositive(action.denominator)
        ? undefined
        : {
            code: 'action/split',
            message: `a split of ${action.numerator} for ${action.denominator}`,
            hint: 'give new shares for old ones, for example 7 for 1',
          };
    case 'dividend':
      return isPositive(action.amount)
        ? undefined
        : { code: 'action/dividend', message: `a dividend of ${action.amount}`, hint: 'give cash per share, above 0' };
    case 'delisting':
      return action.price === undefined || (action.price >= 0 && action.price < Infinity)
        ? undefined
        : { code: 'action/delisting', message: `a last price of ${action.price}`, hint: 'give what a share brings, 0 or more' };
    case 'symbol-change':
      return action.newSymbol !== '' && action.newSymbol !== symbol
        ? undefined
        : { code: 'action/symbol-change', message: 'the new symbol is the old one', hint: 'give the symbol under which it trades then' };
  }
}

function isPositive(value: number): boolean {
  return value > 0 && value < Infinity;
}
