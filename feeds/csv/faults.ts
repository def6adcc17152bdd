import { ConfigError, DataError, type ErrorContext } from '../../src/core/errors.js';
import type { BarFault } from '../../src/core/series.js';

/** A row that the feed left out. */
export interface DroppedRow {
  readonly line: number;
  readonly reason: string;
}

/** What to do with a faulty row: `strict` throws at the first, `tolerant` drops, counts and lists them. */
export type CsvMode = 'strict' | 'tolerant';

/** The faulty rows of one file. */
export class RowFaults {
  readonly dropped: DroppedRow[] = [];

  constructor(
    readonly file: string,
    /** What the rows are of, for messages: `SPY 1d`. */
    readonly subject: string,
    readonly mode: CsvMode,
    readonly context: ErrorContext,
  ) {}

  /** Drops the row, or throws in strict mode. */
  report(line: number, fault: BarFault): void {
    if (this.mode === 'strict') throw this.error(line, fault);
    this.dropped.push({ line, reason: fault.message });
  }

  /** Leaves a row out in either mode: it says itself that it has nothing. */
  leaveOut(line: number, reason: string): void {
    this.dropped.push({ line, reason });
  }

  /** The error for a fault that no mode forgives, or that strict mode does not. */
  error(line: number, fault: BarFault & { readonly context?: ErrorContext }): DataError {
    return new DataError(`${this.file}:${line}: ${this.subject}: ${fault.message}`, {
      code: fault.code,
      context: { ...this.context, file: this.file, line, ...fault.context },
      hint: fault.hint,
    });
  }

  /** One sentence on the dropped rows, none when there are none. */
  warnings(rows: number): string[] {
    const first = this.dropped[0];
    if (first === undefined) return [];
    const of = (rows + this.dropped.length).toLocaleString('en-US');
    const many = this.dropped.length.toLocaleString('en-US');
    return [`${this.file}: ${this.subject}: ${many} of ${of} rows dropped, the first at line ${first.line}: ${first.reason}`];
  }
}

/** A date or time that the calendar does not know, as the fault of a row; rethrows every other error. */
export function calendarFault(error: unknown): BarFault {
  if (!(error instanceof ConfigError) || error.code !== 'calendar/out-of-range') throw error;
  return {
    code: 'csv/out-of-calendar',
    message: error.message,
    hint: 'check the time format, or leave such rows out with `from` and `to`',
  };
}
