import { inUnit } from '../../report/format.js';
import { jsonText } from '../../report/json.js';
import { figureDifferences, type FigureDifference, type Leaf } from '../../run-folder/figure-differences.js';
import { firstEventDifference, type EventDifference, type EventSide } from '../../run-folder/first-event.js';
import { manifestDifferences } from '../../run-folder/manifest-differences.js';
import { RunFolder } from '../../run-folder/run-folder.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { differenceTable, type TableRow } from './difference-table.js';

/** Options of `barstream diff`. */
export interface DiffCommandOptions {
  readonly json?: boolean;
}

/** Figures that are printed beyond those with a definition; `--json` has them all. */
const MOST_OTHERS = 20;

/** What became of an order, which is no part of its being sent. */
const OUTCOME = new Set(['status', 'reason', 'message', 'filled_quantity', 'average_price', 'cost', 'ended_at']);

/** Prints where two runs differ. Exit code 0 where they do not. */
export async function diffCommand(runA: string, runB: string, { json = false }: DiffCommandOptions): Promise<ExitCode> {
  const [a, b] = [new RunFolder(runA), new RunFolder(runB)];
  const inputs = manifestDifferences(a.manifest, b.manifest);
  const event = firstEventDifference(a, b);
  const figures = figureDifferences(a, b);
  const code = inputs.length === 0 && event === undefined && figures.length === 0 ? EXIT.ok : EXIT.failed;
  if (json) {
    const sides = { before: 'a', after: 'b' } as const;
    process.stdout.write(
      jsonText({
        a: runA,
        b: runB,
        inputs: renamed(inputs, sides),
        firstEvent: event && renamed([event], sides)[0],
        figures: renamed(figures, sides),
      }),
    );
    return code;
  }
  const parts = [
    `A: ${runA} (${a.manifest.name})\nB: ${runB} (${b.manifest.name})`,
    await differenceTable(
      'What decided them',
      inputs.map(({ what, before, after }) => [what, before, after]),
    ),
    event === undefined ? 'No order, fill, trade or equity point differs.' : await eventText(event),
    await figuresText(figures),
  ];
  process.stdout.write(
    code === EXIT.ok ? `${parts[0]}\n\nThe runs are the same.\n` : `${parts.filter((part) => part !== '').join('\n\n')}\n`,
  );
  return code;
}

/** `before` and `after` under other names. */
function renamed(list: readonly object[], names: { readonly before: string; readonly after: string }): object[] {
  return list.map((one) =>
    Object.fromEntries(
      Object.entries(one).map(([key, value]) => [key in names ? names[key as keyof typeof names] : key, value as unknown]),
    ),
  );
}

async function eventText({ kind, time, file, columns, before, after }: EventDifference): Promise<string> {
  const title = `First event that differs: ${kind} at ${time}`;
  const only = before === undefined ? after : after === undefined ? before : undefined;
  if (only !== undefined) {
    const rows = Object.entries(only.cells).filter(([name, value]) => value !== '' && !(kind === 'order' && OUTCOME.has(name)));
    const side = before === undefined ? 'B' : 'A';
    return `${title}, only in ${side} (${file}, line ${only.line})\n${rows.map(([name, value]) => `  ${name} ${value}`).join('\n')}`;
  }
  const cell = (side: EventSide | undefined, name: string): string => side?.cells[name] ?? '';
  const about = ['id', 'strategy', 'symbol', 'side'].filter((name) => cell(before, name) !== '' && !columns.includes(name));
  const what = about.map((name) => `${name} ${cell(before, name)}`).join(', ');
  return differenceTable(
    `${title} (${file}, line ${before!.line})${what === '' ? '' : `: ${what}`}`,
    columns.map((name) => [name, cell(before, name), cell(after, name)]),
  );
}

function figuresText(figures: readonly FigureDifference[]): Promise<string> {
  const defined = figures.filter(({ unit }) => unit !== undefined);
  const others = figures.filter(({ unit }) => unit === undefined);
  const left = others.length - MOST_OTHERS;
  const rows = [...defined, ...others.slice(0, MOST_OTHERS)].map(({ label, unit, before, after }): TableRow => {
    const shown = (value: Leaf): string =>
      value === null ? 'undefined' : unit === undefined || typeof value !== 'number' ? String(value) : inUnit(value, unit);
    const [a, b] = [shown(before), shown(after)];
    // Figures that look the same are shown in full.
    const name = unit === 'days' ? `${label}, days` : label;
    return a === b ? [name, String(before), String(after)] : [name, a, b];
  });
  if (left > 0) rows.push([`... and ${left} more, see --json`, '', '']);
  return differenceTable('Figures that differ', rows);
}
