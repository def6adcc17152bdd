import type { VenueAccount } from '../broker/live-broker.js';
import { Decimal, lotsToDecimal } from '../core/money.js';
import type { Assembly } from '../engine/assembly.js';
import type { AdoptedPosition } from './live-input.js';

/** Something in which the venue's account and the books do not agree, with both sides. */
export type Difference =
  | { readonly kind: 'position'; readonly symbol: string; readonly ours: string; readonly theirs: string; readonly adopt: AdoptedPosition }
  | { readonly kind: 'unknown-position'; readonly symbol: string; readonly ours: '0'; readonly theirs: string }
  | { readonly kind: 'cash'; readonly ours: string; readonly theirs: string; readonly amount: string }
  | { readonly kind: 'foreign-order'; readonly symbol: string; readonly ours: ''; readonly theirs: string };

/**
 * Compares the books with the account as the venue states it. Positions to the last digit; cash to the cent, because venues round it.
 * Orders are compared by the adapter, which applies what was missed.
 */
export function differencesOf(account: VenueAccount, { portfolio, table }: Assembly): Difference[] {
  const differences: Difference[] = [];
  const theirs = new Map(account.positions.map((position) => [position.symbol, position]));
  table.instruments.forEach(({ symbol, lot }, index) => {
    const ours = lotsToDecimal(portfolio.netLots(index), lot);
    const held = theirs.get(symbol);
    theirs.delete(symbol);
    const quantity = held?.quantity ?? new Decimal(0);
    if (ours.equals(quantity)) return;
    const price = held === undefined || quantity.isZero() ? new Decimal(portfolio.mark(index)) : held.entryValue.div(quantity).abs();
    const adopt = { symbol, quantity: quantity.minus(ours).toFixed(), price: price.toFixed() };
    differences.push({ kind: 'position', symbol, ours: ours.toFixed(), theirs: quantity.toFixed(), adopt });
  });
  for (const { symbol, quantity } of theirs.values()) {
    differences.push({ kind: 'unknown-position', symbol, ours: '0', theirs: quantity.toFixed() });
  }
  for (const { symbol, side, quantity, clientOrderId } of account.foreignOrders) {
    differences.push({ kind: 'foreign-order', symbol, ours: '', theirs: `${side} ${quantity ?? 'for a value'} (${clientOrderId})` });
  }
  const amount = account.cash.minus(portfolio.cash);
  if (amount.abs().gte('0.005')) {
    differences.push({ kind: 'cash', ours: portfolio.cash.toFixed(), theirs: account.cash.toFixed(), amount: amount.toFixed() });
  }
  return differences;
}

/** A difference as a sentence. */
export function differenceText(difference: Difference): string {
  switch (difference.kind) {
    case 'position':
    case 'unknown-position':
      return `${difference.symbol}: the books hold ${difference.ours}, the account ${difference.theirs}`;
    case 'cash':
      return `cash: the books have ${difference.ours}, the account ${difference.theirs}`;
    case 'foreign-order':
      return `${difference.symbol}: an order that is not of this run is open: ${difference.theirs}`;
  }
}
