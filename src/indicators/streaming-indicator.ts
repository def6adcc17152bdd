import type { Indicator, Ohlcv } from './indicator.js';

/** Shared life cycle of the indicators: counting, readiness, the previous value. Subclasses supply the arithmetic. */
abstract class StreamingIndicator<In> {
  abstract readonly warmup: number;
  value = Number.NaN;
  previous = Number.NaN;
  /** Number of inputs taken so far (skipped ones are not counted); inside `next`, of those before the current one. */
  protected count = 0;

  get ready(): boolean {
    return this.count >= this.warmup;
  }

  reset(): void {
    this.value = Number.NaN;
    this.previous = Number.NaN;
    this.count = 0;
    this.clear();
  }

  /** The value after one more input; only looked at once the indicator is ready. Never called with NaN. */
  protected abstract next(input: In): number;

  /** Forgets the subclass's own state. */
  protected abstract clear(): void;

  protected accept(input: In): number {
    const value = this.next(input);
    this.count++;
    if (this.count >= this.warmup) {
      this.previous = this.value;
      this.value = value;
    }
    return this.value;
  }
}

/** Base of the indicators that are fed with single numbers. */
export abstract class StreamingValueIndicator extends StreamingIndicator<number> implements Indicator<number> {
  readonly input = 'value' as const;

  update(input: number): number {
    if (input !== input) return this.value;
    return this.accept(input);
  }
}

/** Base of the indicators that are fed with whole bars. */
export abstract class StreamingBarIndicator extends StreamingIndicator<Ohlcv> implements Indicator<Ohlcv> {
  readonly input = 'bar' as const;

  update(bar: Ohlcv): number {
    if (!this.usable(bar)) return this.value;
    return this.accept(bar);
  }

  /** Whether every field that `next` reads is usable; other bars are skipped. */
  protected abstract usable(bar: Ohlcv): boolean;
}
