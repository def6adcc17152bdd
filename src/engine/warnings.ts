import type { ActionHistory } from '../core/corporate-action.js';
import type { BarTable } from '../core/table.js';

/** What the reader of a result must know of its data: unknown volumes, unknown corporate actions, and what adjusted prices distort. */
export function dataWarnings(table: BarTable, actions: readonly ActionHistory[]): string[] {
  const warnings: string[] = [];
  const unknown = table.instruments.filter((instrument) => instrument.volume === 'unknown').map((instrument) => instrument.symbol);
  if (unknown.length > 0) warnings.push(`volume is unknown, so no fill is limited by it: ${unknown.join(', ')}`);
  warnings.push(...standInWarnings(table), ...basisWarning(table, actions));
  return warnings;
}

/** Fills and marks of some days are coarser than those of others. */
function standInWarnings(table: BarTable): string[] {
  return table.series.flatMap(({ instrument: { symbol }, instrumentIndex, interval, isFinest, venueBars }) => {
    if (isFinest || venueBars === 0) return [];
    const finest = table.finestSeries(instrumentIndex).interval;
    return [`${symbol}: ${venueBars} of its ${interval} bars stand in at the venue, where there are no ${finest} bars`];
  });
}

/** Every basis distorts something, and so does what is not known. */
function basisWarning({ basis, instruments }: BarTable, actions: readonly ActionHistory[]): string[] {
  if (basis === 'total-return') {
    return [
      'prices are adjusted for splits and dividends (total-return basis): fees per share, minimum fees, price filters and dollar volumes do not mean what they meant at the time',
    ];
  }
  const known = new Set(actions.map(({ symbol }) => symbol));
  const blind = instruments.filter(({ symbol }) => !known.has(symbol)).map(({ symbol }) => symbol);
  if (blind.length === 0) return [];
  const named = blind.length > 12 ? `${blind.slice(0, 12).join(', ')} and ${blind.length - 12} more` : blind.join(', ');
  return basis === 'split'
    ? [`prices are adjusted for splits only (split basis), and no dividends are known, so none are paid: ${named}`]
    : [`prices are as traded (raw basis), and no splits and dividends are known, so none happen: ${named}`];
}
