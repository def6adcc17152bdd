import type { AnalysisStart, Analyzer } from '../analyzers/analyzer.js';
import type { Calendar } from '../calendar/calendar.js';
import type { Fill } from '../core/fill.js';
import type { Millis } from '../core/time.js';
import type { Trade } from '../core/trade.js';
import type { AccountView } from '../portfolio/portfolio.js';

/** Hands the run to its analyzers, and finds where sessions end. */
export class Observers {
  readonly #onEquity: Analyzer<unknown>[] = [];
  readonly #onSession: Analyzer<unknown>[] = [];
  readonly #onFill: Analyzer<unknown>[] = [];
  readonly #onTrade: Analyzer<unknown>[] = [];
  readonly #calendar: Calendar;
  /** True when an analyzer follows the equity: the engine skips the rest otherwise. */
  readonly followsEquity: boolean;
  #sessionEnd: Millis = -Infinity;
  #lastTime: Millis = Number.NaN;
  #lastEquity = Number.NaN;

  constructor(analyzers: readonly Analyzer<unknown>[], start: AnalysisStart) {
    this.#calendar = start.calendar;
    for (const analyzer of analyzers) {
      if (analyzer.onEquity !== undefined) this.#onEquity.push(analyzer);
      if (analyzer.onSession !== undefined) this.#onSession.push(analyzer);
      if (analyzer.onFill !== undefined) this.#onFill.push(analyzer);
      if (analyzer.onTrade !== undefined) this.#onTrade.push(analyzer);
    }
    this.followsEquity = this.#onEquity.length + this.#onSession.length > 0;
    for (const analyzer of analyzers) analyzer.onStart?.(start);
  }

  equity(time: Millis, equity: number, account: AccountView): void {
    if (time > this.#sessionEnd) this.#nextSession(time);
    this.#lastTime = time;
    this.#lastEquity = equity;
    const listeners = this.#onEquity;
    for (let i = 0; i < listeners.length; i++) listeners[i]!.onEquity!(time, equity, account);
  }

  fill(fill: Fill): void {
    for (const analyzer of this.#onFill) analyzer.onFill!(fill);
  }

  trade(trade: Trade): void {
    for (const analyzer of this.#onTrade) analyzer.onTrade!(trade);
  }

  /** Ends the last session. */
  finish(): void {
    this.#endSession();
  }

  #nextSession(time: Millis): void {
    this.#endSession();
    this.#sessionEnd = this.#calendar.dayEndOf(time);
  }

  #endSession(): void {
    if (this.#sessionEnd === -Infinity) return;
    for (const analyzer of this.#onSession) analyzer.onSession!(this.#lastTime, this.#lastEquity);
  }
}
