import { ReconciliationError } from '../core/errors.js';
import { quantaToText } from '../core/money.js';
import { addQuanta, subtractQuanta, sumQuanta, type Quanta } from '../core/quanta.js';
import type { Ledger } from './ledger.js';

/** Flow of cash that was paid in (below 0: paid out) and not earned. */
export const DEPOSIT = 'deposit';

/** What books say of profit and of what is open. */
export interface BookSums {
  readonly realised: Quanta;
  readonly income: Quanta;
  readonly costs: Quanta;
  /** Value at entry of what is open, shorts below 0. */
  readonly open: Quanta;
}

/**
 * Proves, exactly: start + deposits + realised + income - costs - value at entry of what is open = cash + what is owed.
 * @throws ReconciliationError with both sides.
 */
export function proveProfit(ledger: Ledger, { realised, income, costs, open }: BookSums, whose = ''): void {
  const { start, cash, pending } = ledger;
  const earned = sumQuanta([start, ledger.flow(DEPOSIT), realised, income]);
  const expected = subtractQuanta(subtractQuanta(earned, costs), open);
  const found = addQuanta(cash, sumQuanta(pending.values()));
  if (expected === found) return;
  throw violated(
    'profit',
    `${whose}start + deposits + realised + income - costs - open = ${quantaToText(expected)}, cash and what is owed = ${quantaToText(found)}`,
  );
}

/**
 * Proves that sub-accounts add up to the account: what they began with, their cash, every kind of flow, everything owed.
 * @throws ReconciliationError naming what does not add up.
 */
export function proveSum(whole: Ledger, parts: readonly Ledger[]): void {
  const same = (what: string, of: (ledger: Ledger) => Quanta): void => {
    const sum = sumQuanta(parts.map(of));
    if (sum === of(whole)) return;
    throw violated('sub-accounts', `${what}: strategies have ${quantaToText(sum)}, the account ${quantaToText(of(whole))}`);
  };
  same('start', (ledger) => ledger.start);
  same('cash', (ledger) => ledger.cash);
  for (const kind of whole.flows.keys()) same(`flow ${kind}`, (ledger) => ledger.flow(kind));
  for (const account of whole.pending.keys()) same(`owed ${account}`, (ledger) => ledger.pending.get(account) ?? 0);
}

export function violated(identity: string, detail: string): ReconciliationError {
  return new ReconciliationError(`the ${identity} identity does not hold: ${detail}`, {
    code: `portfolio/${identity}-identity`,
    context: { detail },
    hint: 'this is a bug in the engine: please report it with the manifest of the run',
  });
}
