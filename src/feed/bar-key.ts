import type { PriceBasis } from '../core/instrument.js';
import type { BarInterval } from '../core/time.js';

/** Which bars: what must agree before two bars may stand in one series. */
export interface BarKey {
  /** Who delivered them: `yahoo`, `stooq`, `csv`. */
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  /** What the prices are adjusted for. */
  readonly adjustment: PriceBasis;
  /** Which feed of a source that has several, such as Alpaca's `iex` and `sip`. */
  readonly feed?: string;
}
