import type { Millis } from '../core/time.js';

/** How a configuration trades on paper and live. A backtest does not look at it. */
export interface LiveOptions {
  /** Bars of each instrument that warm a new instance up. Default 1000. */
  readonly warmupBars?: number;
  /** Milliseconds that a slice waits for its last bars, from when its first one came. Default 5,000. */
  readonly grace?: Millis;
  /**
   * What becomes of decisions that were missed while the run was down. `latest` (default): the last one is made if it is not too old,
   * those before are only seen; `all`: every one is made; `skip`: none is.
   */
  readonly missed?: 'latest' | 'all' | 'skip';
  /** Age up to which a slice is still acted on. Default: up to the next session's open for session bars, two intervals for others. */
  readonly maxDecisionAge?: Millis;
  /**
   * Milliseconds after which an order that was decided on and could not be sent (an outage, a machine that was down) is refused as
   * `not-sent-in-time` instead. Default one day.
   */
  readonly sendWithin?: Millis;
  /**
   * Whose the account is. `exclusive` (default): this instance's alone, so that cash and positions must be those of its books. `shared`:
   * others trade on it too; the instance then has `account.cash` to itself, and only its own orders are compared.
   */
  readonly account?: 'exclusive' | 'shared';
  /** What becomes of orders and positions on an exclusive account that are not of this instance. Default `halt`. */
  readonly foreign?: 'halt' | 'adopt' | 'ignore';
  /** Part of equity by which cash may differ before the run halts; what is less is booked as an adjustment. Default 0.01. */
  readonly maxCashDifference?: number;
  /** Part of a session's first equity whose loss halts the run for good. Default: no limit. */
  readonly maxDailyLoss?: number;
  /** Milliseconds without a bar, during a session, after which no order passes until bars come again. Default: ten intervals; never for session bars. */
  readonly staleAfter?: Millis;
  /** Difference of the venue's clock from this machine's that halts the run. Default 30,000 ms. */
  readonly maxClockSkew?: Millis;
  /** The word without which no real money is traded; the command line wants `--live` besides. Default false. */
  readonly realMoney?: boolean;
}
