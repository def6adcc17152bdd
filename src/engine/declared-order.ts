import type { BarSeries } from '../core/series.js';

/**
 * Series in the order in which the strategies name their symbols; those that none names follow in the order of their
 * symbols. The order of feeds and files has no say: shuffling them changes nothing.
 */
export function inDeclaredOrder(series: readonly BarSeries[], declared: readonly string[]): BarSeries[] {
  const place = new Map(declared.toReversed().map((symbol, i) => [symbol, -1 - i]));
  return [...series].sort((a, b) => {
    const [one, other] = [a.instrument.symbol, b.instrument.symbol];
    return (place.get(one) ?? 0) - (place.get(other) ?? 0) || (one < other ? -1 : one > other ? 1 : 0);
  });
}
