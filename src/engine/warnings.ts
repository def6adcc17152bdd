import type { BarTable } from '../core/table.js';

/** What the reader of a result must know of its data: unknown volumes and what adjusted prices distort. */
export function dataWarnings(table: BarTable): string[] {
  const warnings: string[] = [];
  const unknown = table.instruments.filter((instrument) => instrument.volume === 'unknown').map((instrument) => instrument.symbol);
  if (unknown.length > 0) warnings.push(`volume is unknown, so no fill is limited by it: ${unknown.join(', ')}`);
  if (table.basis === 'total-return') {
    warnings.push(
      'prices are adjusted for splits and dividends (total-return basis): fees per share, minimum fees, price filters and dollar volumes do not mean what they meant at the time',
    );
  }
  return warnings;
}
