import type { MarginTerms } from '../broker/account-terms.js';
import { ConfigError } from '../core/errors.js';
import { Decimal, quantaOf, type DecimalInput } from '../core/money.js';
import type { AccountConfig } from './config.js';
import type { ResolvedAccount } from './run-options.js';

/** The account's settings with their defaults. @throws ConfigError for one out of range. */
export function resolveAccount(config: AccountConfig = {}): ResolvedAccount {
  const { cash = 100_000, currency = 'USD', cashBuffer, margin, borrow, interest, settlement = 0, subAccounts = false } = config;
  const terms = margin === undefined || margin === false ? undefined : marginOf(margin === true ? {} : margin);
  const { shortSales = terms !== undefined } = config;
  const buffer = cashBuffer ?? (terms === undefined ? 0.0025 : 0);
  if (!(buffer >= 0 && buffer < 1)) {
    throw fault(
      'cash-buffer',
      `cashBuffer must be at least 0 and below 1, not ${buffer}`,
      'give the part of equity to keep as cash, for example 0.0025',
    );
  }
  if (!(Number.isInteger(settlement) && settlement >= 0)) {
    throw fault('settlement', `settlement must be a whole number of sessions, not ${settlement}`, 'give 1 for T+1, 0 for at once');
  }
  for (const [name, rate] of Object.entries({ debit: interest?.debit ?? 0, credit: interest?.credit ?? 0 }))
    requireRate(`interest.${name}`, rate);
  if (typeof borrow?.rate === 'number') requireRate('borrow.rate', borrow.rate);
  const start = startingCash(cash);
  const startCash = quantaOf(start.toString());
  return { cash: start, startCash, currency, cashBuffer: buffer, shortSales, margin: terms, borrow, interest, settlement, subAccounts };
}

function marginOf({
  initial = 0.5,
  maintenance = 0.25,
  shortMaintenance = 0.3,
  intraday,
  onCall = 'liquidate',
}: Partial<MarginTerms>): MarginTerms {
  for (const [name, part] of Object.entries({ initial, maintenance, shortMaintenance, intraday: intraday ?? initial })) {
    if (part > 0 && part <= 1) continue;
    throw fault('margin', `margin.${name} must be above 0 and at most 1, not ${part}`, 'give a part of the value: 0.5 is 50 %');
  }
  if (maintenance > initial || (intraday !== undefined && intraday > initial)) {
    throw fault('margin', `margin: initial is ${initial}, less than maintenance or intraday`, 'initial is the largest of the three');
  }
  return { initial, maintenance, shortMaintenance, intraday, onCall };
}

function requireRate(name: string, rate: number): void {
  if (rate >= 0 && rate < 10) return;
  throw fault('rate', `${name} must be a yearly rate of at least 0, not ${rate}`, 'give 0.05 for 5 % a year');
}

function startingCash(cash: DecimalInput): Decimal {
  try {
    const amount = new Decimal(cash);
    if (amount.isFinite() && amount.gt(0)) return amount;
  } catch {
    // Not a number: the same error as for one out of range.
  }
  throw new ConfigError(`account: cash must be above 0, not ${String(cash)}`, {
    code: 'account/cash',
    context: { cash: String(cash) },
    hint: 'give the starting cash, for example 100_000',
  });
}

function fault(code: string, message: string, hint: string): ConfigError {
  return new ConfigError(`account: ${message}`, { code: `account/${code}`, context: { message }, hint });
}
