import { isoInstant, type Millis } from '../../src/core/time.js';

/** Where a command writes for people or for programs, so that every command does it the same way. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** A whole number with commas between the thousands. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 bar`, `2 bars`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** The date of a session bar, or the minute of any other. */
export function timeOf(time: Millis | undefined, interval: string): string {
  if (time === undefined) return '';
  const text = isoInstant(time);
  return /^\d+[mh]$/.test(interval) ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text.slice(0, 10);
}

/** A table without lines; columns named in `right` are aligned to the right. */
export async function table(head: readonly string[], rows: readonly (readonly string[])[], right: readonly string[] = []): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const made = new Table({
    head: [...head],
    colAligns: head.map((name) => (right.includes(name) ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: Object.fromEntries(
      [
        'top',
        'top-mid',
        'top-left',
        'top-right',
        'bottom',
        'bottom-mid',
        'bottom-left',
        'bottom-right',
        'left',
        'left-mid',
        'mid',
        'mid-mid',
        'right',
        'right-mid',
        'middle',
      ].map((name) => [name, '']),
    ),
  });
  made.push(...rows.map((row) => [...row]));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
