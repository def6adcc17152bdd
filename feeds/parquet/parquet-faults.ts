import { DataError, type ErrorContext } from '../../src/core/errors.js';
import type { BarFault } from '../../src/core/series.js';
import { RowFaults } from '../csv/faults.js';

/** The faulty rows of a Parquet file: named by the number of the row, from 1 on, for there are no lines. */
export class ParquetFaults extends RowFaults {
  override error(row: number, fault: BarFault & { readonly context?: ErrorContext }): DataError {
    const where = row > 0 ? `row ${row}: ` : '';
    return new DataError(`${this.file}: ${where}${this.subject}: ${fault.message}`, {
      code: fault.code,
      context: { ...this.context, file: this.file, ...(row > 0 && { row }), ...fault.context },
      hint: fault.hint,
    });
  }
}
