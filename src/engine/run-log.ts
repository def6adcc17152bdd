import type { Millis } from '../core/time.js';

/** A line that a strategy wrote with `this.log`. */
export interface LogLine {
  readonly time: Millis;
  readonly strategy: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A line that a strategy drew with `this.plot`. */
export interface PlotLine {
  readonly strategy: string;
  readonly name: string;
  readonly times: readonly Millis[];
  readonly values: readonly number[];
}

/** What strategies say of themselves: log lines, plotted lines, and the run's warnings. */
export class RunLog {
  readonly lines: LogLine[] = [];
  readonly warnings: string[] = [];
  readonly #plots = new Map<string, { strategy: string; name: string; times: Millis[]; values: number[] }>();

  log(line: LogLine): void {
    this.lines.push(line);
  }

  plot(strategy: string, name: string, time: Millis, value: number): void {
    const key = JSON.stringify([strategy, name]);
    let plot = this.#plots.get(key);
    if (plot === undefined) this.#plots.set(key, (plot = { strategy, name, times: [], values: [] }));
    plot.times.push(time);
    plot.values.push(value);
  }

  /** Notes a warning once. Returns true when it is new. */
  warn(text: string): boolean {
    if (this.warnings.includes(text)) return false;
    this.warnings.push(text);
    return true;
  }

  get plots(): readonly PlotLine[] {
    return [...this.#plots.values()];
  }
}
