import type { InterestTerms } from '../broker/account-terms.js';
import type { AccountSettings } from '../broker/broker.js';
import type { Quanta } from '../core/quanta.js';
import type { Millis } from '../core/time.js';

/** How far a run has come. */
export interface Progress {
  /** Slices done and in all. */
  readonly done: number;
  readonly total: number;
  readonly time: Millis;
}

/** Options of a run that do not change what it finds. */
export interface RunOptions {
  /** Stops the run with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Keep what the strategies knew at each order (indicator values, the last bar), for `explainTrade` and
   * provenance.jsonl. Default false: it costs a few writes an order.
   */
  readonly provenance?: boolean;
  /**
   * Where fills depended on the path policy, make the run again under each of the others and tell worst and best:
   * `reliability.pathInterval`. Default false; the command line does it. The strategies then run once a policy.
   */
  readonly pathInterval?: boolean;
  /** Called now and then while the run goes on. */
  readonly onProgress?: (progress: Progress) => void;
}

/** The account's settings with their defaults filled in. */
export interface ResolvedAccount extends AccountSettings {
  /** `cash` in quanta. */
  readonly startCash: Quanta;
  readonly cashBuffer: number;
  readonly interest: InterestTerms | undefined;
  readonly settlement: number;
  readonly subAccounts: boolean;
}
