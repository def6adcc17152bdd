import { wrapped } from '../../src/report/wrap.js';
import type { QualityReport } from '../../src/quality/index.js';
import { count, counted, timeOf } from './output.js';

const WIDTH = 100;
/** Examples of one finding that are printed; `--json` has all that were kept. */
const EXAMPLES = 3;

/** A report and what it is about: a series of the store, or a file. */
export interface Checked {
  readonly subject: string;
  readonly report: QualityReport;
}

/** The reports for people: each finding with where, and what it does to a run. Series without a finding in one line. */
export function checkReport(checked: readonly Checked[]): string {
  const clean = checked.filter(({ report }) => report.worst === 'clean');
  const parts = checked.filter(({ report }) => report.worst !== 'clean').map(reportOf);
  if (clean.length > 0) parts.push(...clean.map((one) => `${headOf(one)}: nothing found`));
  const tally = (['error', 'warning', 'note'] as const).map((severity) => {
    const findings = checked.reduce((sum, { report }) => sum + report.findings.filter((one) => one.severity === severity).length, 0);
    return counted(findings, severity);
  });
  return [...parts, `${count(checked.length)} checked: ${tally.join(', ')}`].join('\n\n');
}

function headOf({ subject, report: { bars, first, last, interval } }: Checked): string {
  const range = first === undefined ? '' : `, ${timeOf(first, interval)} to ${timeOf(last, interval)}`;
  return `${subject}: ${counted(bars, 'bar')}${range}`;
}

function reportOf(one: Checked): string {
  const lines = one.report.findings.flatMap(({ severity, kind, message, consequence, examples, count: places }) => {
    const shown = examples.slice(0, EXAMPLES);
    // A finding about the whole column has no places to count.
    const more = kind !== 'no-volume' && places > shown.length && shown.length > 0 ? [`and ${count(places - shown.length)} more`] : [];
    return [
      ...wrapped(`${kind}: ${message}`, WIDTH, '           ', `  ${severity.padEnd(8)} `),
      ...[...shown, ...more].flatMap((example) => wrapped(example, WIDTH, '             ', '             ')),
      ...wrapped(`so: ${consequence}`, WIDTH, '           ', '           '),
    ];
  });
  return [headOf(one), ...lines].join('\n');
}
