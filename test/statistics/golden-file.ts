import { readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** Reads a JSON file of test/golden. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`test/golden/${name}`, ROOT), 'utf8')) as T;
}

/** Reads a CSV below the repository's root as rows of strings by column name. */
export function csv(path: string): ReadonlyArray<Readonly<Record<string, string>>> {
  const [header, ...lines] = readFileSync(new URL(path, ROOT), 'utf8').trim().split(/\r?\n/);
  const columns = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]!]));
  });
}

/** One line that says how much of a golden file a test checks. */
export function report(file: string, covered: number, total: number, what: string): void {
  console.info(`golden ${file}: ${covered} of ${total} ${what}`);
}

/** |actual − expected| ≤ max(absolute, relative · |expected|), with a message that shows both. */
export function expectNear(name: string, actual: number | undefined, expected: number, relative: number, absolute = 0): void {
  const allowed = Math.max(absolute, relative * Math.abs(expected));
  if (actual !== undefined && Math.abs(actual - expected) <= allowed) return;
  throw new Error(`${name}: expected ${expected}, got ${actual} (allowed difference ${allowed})`);
}
