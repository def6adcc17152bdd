import path from 'node:path';
import { compareRunFolders, comparisonPictures } from '../../comparison/comparison.js';
import { comparisonPage } from '../../comparison/comparison-page.js';
import { inUnit } from '../../report/format.js';
import { writePictures } from '../../report/pictures/write-pictures.js';
import { wrapped } from '../../report/wrap.js';
import type { Statistic } from '../../statistics/statistic.js';
import { writePicturesOf, type PictureFlags } from '../pictures.js';

/** Options of `barstream report`. */
export interface ReportCommandOptions extends PictureFlags {
  readonly out: string;
  readonly title?: string;
}

/** Writes a page that compares runs, and prints their main figures. */
export async function reportCommand(folders: readonly string[], options: ReportCommandOptions): Promise<void> {
  const comparison = compareRunFolders(folders, options.title);
  const { period, warnings } = comparison;
  const page = comparisonPage(comparison);
  const written = writePictures(options.out, [{ file: 'report.html', content: page }]);
  const pictures = await writePicturesOf(options, options.out, (formats) => comparisonPictures(comparison, { formats }));
  const percent = ({ value }: Statistic): string => (value === undefined ? 'undefined' : inUnit(value, 'percent'));
  const rows = period.curves.map(({ label, figures: { totalReturn, cagr, volatility, sharpe, maxDrawdown } }) => [
    label,
    percent(totalReturn),
    percent(cagr),
    percent(volatility),
    sharpe.value === undefined ? 'undefined' : inUnit(sharpe.value, 'ratio'),
    percent(maxDrawdown),
  ]);
  const table = aligned([['', 'return', 'a year', 'volatility', 'Sharpe', 'drawdown'], ...rows]);
  const { dates } = period;
  const notes = warnings.flatMap((text) => wrapped(`- ${text}`, 78, '    ', '  '));
  process.stdout.write(
    [
      `${dates[0]!} to ${dates[dates.length - 1]!}, the ${dates.length} sessions that all runs cover`,
      '',
      ...table,
      ...(notes.length === 0 ? [] : ['', 'Before you compare', ...notes]),
      '',
      `Written to ${options.out}: ${[...written, ...pictures].map((file) => path.relative(options.out, file)).join(' ')}`,
      '',
    ].join('\n'),
  );
}

/** Columns of equal width, the first to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
