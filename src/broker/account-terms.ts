import type { IsoDate } from '../core/time.js';

/**
 * Terms of a margin account, as parts of a position's value. The defaults are those of Regulation T (12 CFR 220.12) and FINRA
 * rule 4210.
 */
export interface MarginTerms {
  /** What must be there to open a position. Default 0.5. */
  readonly initial: number;
  /** What must stay there while it is long. Default 0.25. */
  readonly maintenance: number;
  /** What must stay there while it is short, besides its proceeds. Default 0.3. */
  readonly shortMaintenance: number;
  /** Stands for `initial` within a session, and must be made good by its close. Default: none. */
  readonly intraday: number | undefined;
  /** What happens on a margin call. Default `liquidate`. */
  readonly onCall: 'liquidate' | 'warn';
}

/** What shorts pay, and how much of it can be had. */
export interface BorrowTerms {
  /** Yearly fee as a part of the value (0.03 is 3 %), one for all or by symbol and date. */
  readonly rate: number | ((symbol: string, date: IsoDate) => number);
  /** Units of a symbol that can be borrowed in all on a date. Default: any number. */
  readonly available?: (symbol: string, date: IsoDate) => number;
}

/** Yearly rates of interest on cash: 0.05 is 5 %. */
export interface InterestTerms {
  /** Paid on cash below zero. Default 0. */
  readonly debit?: number;
  /** Earned on cash above zero. Default 0. */
  readonly credit?: number;
}
