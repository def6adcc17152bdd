import type { ActionHistory, BarSeries, ExternalSeries, HistoricalFeed, PriceBasis } from '../../src/index.js';

/** A feed of bars that a test wrote. */
export function memoryFeed(
  series: readonly BarSeries[],
  externals: readonly ExternalSeries[] = [],
  actions: readonly ActionHistory[] = [],
): HistoricalFeed<PriceBasis> {
  return {
    name: 'memory',
    basis: series[0]?.instrument.basis ?? 'raw',
    load: () => Promise.resolve({ series, externals, actions }),
  };
}
