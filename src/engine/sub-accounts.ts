import { ConfigError } from '../core/errors.js';
import { quantaOf, type Decimal } from '../core/money.js';
import { subtractQuanta, type Quanta } from '../core/quanta.js';
import type { ResolvedAccount } from './run-options.js';
import type { StrategySetup } from './strategy-setup.js';

/** How far allocations may be away from one, for the sake of thirds. */
const NEARLY = 1e-9;

/**
 * What each strategy begins with where each has cash of its own: its allocation of the starting cash, rounded down to the quantum; the
 * last one has the rest, so that nothing is lost. `undefined` where all share one cash.
 * @throws ConfigError unless the allocations are together the whole.
 */
export function subAccountShares(
  { cash, startCash, subAccounts }: ResolvedAccount,
  setups: readonly StrategySetup[],
): Quanta[] | undefined {
  if (!subAccounts) return undefined;
  const sum = setups.reduce((total, { allocation }) => total + allocation, 0);
  if (Math.abs(sum - 1) > NEARLY) {
    throw fault(`the allocations add up to ${sum}`, {
      allocations: Object.fromEntries(setups.map((each) => [each.name, each.allocation])),
    });
  }
  let rest = startCash;
  return setups.map(({ name, allocation }, i) => {
    const share = i === setups.length - 1 ? rest : quantaOf(partOf(cash, allocation));
    rest = subtractQuanta(rest, share);
    if (share <= 0) throw fault(`${name} would begin with nothing`, { strategy: name, allocation });
    return share;
  });
}

/** What a venue pays and charges by itself belongs to no strategy, so that sub-accounts would not add up to its account. */
export function noSubAccountsAt(broker: string): ConfigError {
  return new ConfigError(`account: subAccounts are not kept with the broker ${broker}: what it pays and charges is of no one strategy`, {
    code: 'account/sub-accounts',
    context: { broker },
    hint: 'leave subAccounts out, or run each strategy on an account of its own',
  });
}

function partOf(cash: Decimal, allocation: number): string {
  return cash.mul(allocation).toFixed();
}

function fault(what: string, context: Readonly<Record<string, unknown>>): ConfigError {
  return new ConfigError(`account: subAccounts share out the starting cash, and ${what}`, {
    code: 'account/sub-accounts',
    context,
    hint: 'give allocations above 0 that add up to 1, or leave them out for equal shares',
  });
}
