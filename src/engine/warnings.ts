import type { PriceBasis } from '../core/instrument.js';
import type { BarTable } from '../core/table.js';

/** What the reader of a result must know of its data: unknown volumes and what adjusted prices distort. */
export function dataWarnings(table: BarTable): string[] {
  const warnings: string[] = [];
  const unknown = table.instruments.filter((instrument) => instrument.volume === 'unknown').map((instrument) => instrument.symbol);
  if (unknown.length > 0) warnings.push(`volume is unknown, so no fill is limited by it: ${unknown.join(', ')}`);
  warnings.push(...basisWarning(table.basis));
  return warnings;
}

/** Every basis distorts something. Splits and dividends are not yet events of a run, and that must not go unsaid. */
function basisWarning(basis: PriceBasis): string[] {
  switch (basis) {
    case 'total-return':
      return [
        'prices are adjusted for splits and dividends (total-return basis): fees per share, minimum fees, price filters and dollar volumes do not mean what they meant at the time',
      ];
    case 'split':
      return ['prices are adjusted for splits only (split basis), and this version pays no dividends: returns leave them out'];
    case 'raw':
      return [
        'prices are as traded (raw basis), and this version applies neither splits nor dividends: a position held through a split is valued wrong',
      ];
  }
}
