import { FIGURES, type FigureUnit } from '../report/definitions.js';
import { DataError } from '../core/errors.js';
import type { RunFolder } from './run-folder.js';

/** A value of metrics.json that two runs do not share. */
export interface FigureDifference {
  /** Path in metrics.json, for example `figures.sharpe`. */
  readonly key: string;
  readonly label: string;
  readonly unit: FigureUnit | undefined;
  /** A number, an exact amount or a word; `null` for a figure that does not exist there. */
  readonly before: Leaf;
  readonly after: Leaf;
}

export type Leaf = number | string | boolean | null;

/** Parts of metrics.json that say what was run, not what it found. */
const INPUTS = new Set(['schemaVersion', 'name', 'settings']);

/** Every figure that differs, in the order of metrics.json. @throws DataError for a file that is missing or was changed. */
export function figureDifferences(before: RunFolder, after: RunFolder): FigureDifference[] {
  const [a, b] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const [one, other] = [a.get(key) ?? null, b.get(key) ?? null];
    if (one === other) return [];
    const definition = FIGURES.find((figure) => `figures.${figure.key}` === key);
    return [{ key, label: definition?.label ?? key, unit: definition?.unit, before: one, after: other }];
  });
}

function leavesOf(run: RunFolder): Map<string, Leaf> {
  let content: unknown;
  try {
    content = JSON.parse(run.text('metrics.json'));
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(`${run.dir}/metrics.json is no JSON`, {
      code: 'run/file',
      context: { dir: run.dir },
      hint: 'make the run again',
      cause,
    });
  }
  const found = new Map<string, Leaf>();
  for (const [key, value] of Object.entries(content as object)) if (!INPUTS.has(key)) collect(value, key, found);
  return found;
}

function collect(value: unknown, at: string, found: Map<string, Leaf>): void {
  if (typeof value !== 'object' || value === null) {
    found.set(at, value as Leaf);
    return;
  }
  // A statistic is its value: how many it was made of follows from the rows that differ.
  if ('value' in value && 'n' in value) {
    collect(value.value, at, found);
    return;
  }
  for (const [key, inner] of Object.entries(value)) collect(inner, `${at}.${key}`, found);
}
