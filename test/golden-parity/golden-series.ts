import type { BarSeries, InstrumentSpec } from '../../src/index.js';
import { csv } from '../statistics/golden-file.js';
import { dated } from '../support/series.js';

/** A daily series of test/golden/series. `price` maps each printed price. */
export function goldenSeries(file: string, spec: InstrumentSpec, price: (printed: string) => number = Number): BarSeries {
  return dated(
    spec,
    csv(`test/golden/series/${file}`).map((row) => [
      row['date']!,
      price(row['open']!),
      price(row['high']!),
      price(row['low']!),
      price(row['close']!),
      Number(row['volume']),
    ]),
  );
}
