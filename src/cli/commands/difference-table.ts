/** What it is, and its value on both sides. */
export type TableRow = readonly [what: string, before: string, after: string];

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '  ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Characters of a line beyond which values stand under each other instead of side by side. */
const WIDTH = 100;

/** Differences under a title; empty text for none. */
export async function differenceTable(
  title: string,
  rows: readonly TableRow[],
  [before, after]: readonly [string, string] = ['A', 'B'],
): Promise<string> {
  if (rows.length === 0) return '';
  if (rows.some((row) => row.reduce((sum, text) => sum + text.length, 0) > WIDTH)) {
    const width = Math.max(before.length, after.length);
    const stacked = rows.map(
      ([what, one, other]) => `  ${what}\n    ${before.padEnd(width)}  ${one}\n    ${after.padEnd(width)}  ${other}`,
    );
    return [title, ...stacked].join('\n');
  }
  const { default: Table } = await import('cli-table3');
  const table = new Table({ chars: NO_LINES, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 } });
  table.push(
    ...[['', before, after] as TableRow, ...rows].map((row) => row.map((content) => ({ content: content.replaceAll('\n', ' ') }))),
  );
  const lines = table.toString().split('\n');
  return [title, ...lines.map((line) => line.trimEnd())].join('\n');
}
