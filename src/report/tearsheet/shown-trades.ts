import { quantaToNumber } from '../../core/money.js';
import type { Rows } from '../../core/rows.js';
import type { TradeView } from '../../core/trade.js';
import { countUpTo } from './ascending.js';
import { MAX_TRADES } from './budget.js';

/** Places of the trades that a page shows: all, or those with the largest profits and losses. */
export interface ShownTrades {
  /** In the order of their exits. */
  readonly inOrder: Uint32Array;
  /** The same, those with the largest profits and losses first. */
  readonly bySize: Uint32Array;
}

export function shownTrades(trades: Rows<TradeView>): ShownTrades {
  const sizes = new Float64Array(trades.length);
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(quantaToNumber(trades.at(i)!.netQuanta));
  const bySize = largestFirst(sizes, MAX_TRADES);
  return { inOrder: bySize.toSorted(), bySize };
}

/**
 * Places of the largest numbers, the largest first; of equal ones the first. Numbers alone are sorted many times faster
 * than places are by a comparison, and each number then says where its place belongs.
 */
export function largestFirst(numbers: Float64Array, most: number): Uint32Array {
  const ascending = numbers.slice().sort();
  const { length } = ascending;
  const places = new Uint32Array(length);
  /** How many of the numbers that are equal to one have their place, by the first rank of that number. */
  const placed = new Uint32Array(length);
  const least = ascending[Math.max(0, length - most)];
  for (let place = 0; place < length; place++) {
    const number = numbers[place]!;
    if (number < least!) continue;
    const rank = length - countUpTo(ascending, number);
    places[rank + placed[rank]!++] = place;
  }
  return places.slice(0, most);
}
