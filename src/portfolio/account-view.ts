import type { Quanta } from '../core/quanta.js';

/** What brokers, risk rules and strategies may know of the account. Read-only. */
export interface AccountView {
  /** Settled cash in quanta. */
  readonly cashQuanta: Quanta;
  /** Cash as float64. */
  readonly cashNumber: number;
  /** Cash plus marks, float64. */
  readonly equity: number;
  /** Sum of |position value| at the marks. */
  readonly grossExposure: number;
  /** Sum of position values at the marks, shorts negative. */
  readonly netExposure: number;
  /** Proceeds of sales that cannot be spent yet, in quanta: a part of cash. */
  readonly unsettledQuanta: Quanta;
  /** Lots held in the account, below 0 when short. */
  netLots(instrumentIndex: number): number;
  /** Last mark (close of the last bar), NaN before the first. */
  mark(instrumentIndex: number): number;
}
