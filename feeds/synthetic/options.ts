import type { Calendar } from '../../src/calendar/calendar.js';
import type { PriceBasis } from '../../src/core/instrument.js';
import type { Interval, IsoDate } from '../../src/core/time.js';

/** Sudden moves, as in Merton's jump diffusion (1976). */
export interface Jumps {
  /** Mean number of jumps a year. */
  readonly perYear: number;
  /** Mean of a jump's log return. */
  readonly mean: number;
  /** Standard deviation of a jump's log return. */
  readonly deviation: number;
}

/** One made-up instrument. */
export interface SyntheticAsset {
  readonly symbol: string;
  /** Close of the session before the first. Default 100. */
  readonly price?: number;
  /** Expected growth a year: E[price after T years] = price × e^(drift × T). Default 0. */
  readonly drift?: number;
  /** Standard deviation of the log return of a year, without jumps. Default 0.2. */
  readonly volatility?: number;
  readonly jumps?: Jumps;
  /** Mean volume of a session. Default 1,000,000. */
  readonly volume?: number;
}

/** A state of the whole market, held for a random number of sessions. */
export interface Regime {
  /** What the assets' volatility is multiplied by. */
  readonly volatility: number;
  /** Added to the assets' drift. Default 0. */
  readonly drift?: number;
  /** Mean number of sessions that the state holds. Its length is geometric, and the next state is drawn among the others. */
  readonly sessions: number;
}

/** Something that happens on a date, to all assets or to some. */
export type Scenario = { readonly at: IsoDate; readonly symbols?: readonly string[] } & (
  | {
      /** Prices fall by `drop`, evenly in logarithms over so many sessions (default 1), on top of their usual moves. */
      readonly kind: 'crash';
      readonly drop: number;
      readonly sessions?: number;
    }
  /** The session opens away from the close before it: `size` 0.1 is 10 % above, -0.1 below. */
  | { readonly kind: 'gap'; readonly size: number }
  /** Prices fall by `drop` and come back within so many minutes (default 30) around the middle of the session. */
  | { readonly kind: 'flash-crash'; readonly drop: number; readonly minutes?: number }
  /** Volatility is multiplied by `factor` for so many sessions (default 1). */
  | { readonly kind: 'vol-spike'; readonly factor: number; readonly sessions?: number }
);

/** How synthetic prices are made. */
export interface SyntheticOptions<Basis extends PriceBasis> {
  readonly assets: readonly SyntheticAsset[];
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Default 1. The same seed gives the same bars. */
  readonly seed?: number;
  /** `1d` (default) or minutes that divide the sessions, such as `1m`. */
  readonly interval?: Interval;
  /** Correlation of the diffusions: one number for all pairs, or a matrix in the order of the assets. Default 0. */
  readonly correlation?: number | readonly (readonly number[])[];
  /** The first one holds at the start. Default: one regime, for ever. */
  readonly regimes?: readonly Regime[];
  readonly scenarios?: readonly Scenario[];
  /** Part of a session's variance that falls between close and open. Default 0.2; always-open venues have none. */
  readonly overnight?: number;
  /** Digits after the point that prices are rounded to. Default 4. */
  readonly digits?: number;
  /** Said of the instruments; there are no corporate actions. Default `raw`. */
  readonly basis?: Basis;
  readonly calendar?: 'XNYS' | 'always-open' | Calendar;
}
