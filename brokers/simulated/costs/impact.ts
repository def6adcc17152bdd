import type { TableSeries } from '../../../src/core/table.js';
import type { PricedTrade, PriceModel } from './price-model.js';
import { SessionVolatility } from './session-volatility.js';
import { notNegative } from './spread.js';

/**
 * The price moves with the square of the part of the bar's volume that the fill takes: `price × impact × share²`, the model
 * that Zipline calls VolumeShareSlippage. Kind `impact`. Unknown volume moves nothing.
 */
export function volumeShare({ impact = 0.1 }: { readonly impact?: number } = {}): PriceModel {
  notNegative('volumeShare', 'impact', impact);
  return {
    kind: 'impact',
    source: 'Zipline, VolumeShareSlippage',
    describe: () => `price × ${impact} × (part of the bar's volume)²`,
    start: () => ({
      move: (trade) => {
        const volume = trade.series.volume[trade.row]!;
        if (trade.instrument.volume === 'unknown' || volume <= 0) return 0;
        const share = unitsOf(trade) / volume;
        return trade.reference * impact * share * share;
      },
    }),
  };
}

/** Options of {@link squareRootImpact}. */
export interface SquareRootImpactOptions {
  /** Impact of a whole day's volume in daily volatilities. Default 1. */
  readonly coefficient?: number;
  /** Power of the part of the daily volume. Default 0.5; Almgren and others measured 0.6. */
  readonly exponent?: number;
  /** Sessions over which volatility and volume are measured. Default 20. */
  readonly window?: number;
}

/** Daily volatility that is assumed before two sessions exist. */
const INITIAL_VOLATILITY = 0.01;

/**
 * The square-root law of market impact: `price × coefficient × σ × (units / ADV)^exponent`, with the Garman-Klass volatility
 * and the mean volume of the last complete sessions before the bar. Kind `impact`. Unknown volume moves nothing.
 */
export function squareRootImpact(options: SquareRootImpactOptions = {}): PriceModel {
  const { coefficient = 1, exponent = 0.5, window = 20 } = options;
  for (const [name, value] of Object.entries({ coefficient, exponent, window })) notNegative('squareRootImpact', name, value);
  return {
    kind: 'impact',
    source: 'square-root law; Almgren, Thum, Hauptmann and Li (2005), "Direct estimation of equity market impact", Risk 18(7), 58-62',
    describe: () => `price × ${coefficient} × σ × (units / ADV)^${exponent}, over ${window} sessions`,
    start: (warn) => {
      const memory = new Map<TableSeries, SessionVolatility>();
      return {
        move: (trade) => {
          const { series, row, instrument, reference } = trade;
          if (instrument.volume === 'unknown') return 0;
          let sessions = memory.get(series);
          if (sessions === undefined) memory.set(series, (sessions = new SessionVolatility(series, window)));
          const measured = sessions.before(row);
          if (measured === undefined) {
            warn(`impact on ${instrument.symbol}: fills before two complete sessions assume a volatility of 1 % a day`);
          }
          const sigma = measured === undefined ? INITIAL_VOLATILITY : measured / 1e4;
          const volume = measured === undefined ? series.volume[row]! : sessions.meanVolumeBefore(row);
          return volume > 0 ? reference * coefficient * sigma * (unitsOf(trade) / volume) ** exponent : 0;
        },
      };
    },
  };
}

function unitsOf({ lots, instrument }: PricedTrade): number {
  return lots * instrument.lotStep;
}
