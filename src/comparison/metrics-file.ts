import path from 'node:path';
import type { RunFolder } from '../run-folder/run-folder.js';
import type { Statistic } from '../statistics/statistic.js';
import { broken } from './broken-file.js';

/** What a comparison needs of metrics.json. @throws DataError where the file is not what a run wrote. */
export function readMetrics(folder: RunFolder): {
  readonly sessionsPerYear: number;
  readonly startEquity: number;
  readonly figures: ReadonlyMap<string, Statistic>;
} {
  const file = path.join(folder.dir, 'metrics.json');
  let content: unknown;
  try {
    content = JSON.parse(folder.text('metrics.json'));
  } catch (error) {
    if (error instanceof SyntaxError) throw broken(file, undefined, `is no JSON: ${error.message}`);
    throw error;
  }
  const settings = part(content, 'settings');
  const money = part(content, 'money');
  const sessionsPerYear = settings?.['sessionsPerYear'];
  const startEquity = Number(money?.['startCash']);
  const figures = part(content, 'figures');
  if (typeof sessionsPerYear !== 'number') throw broken(file, undefined, 'has no settings.sessionsPerYear');
  if (!(startEquity > 0)) throw broken(file, undefined, 'has no money.startCash above 0');
  if (figures === undefined) throw broken(file, undefined, 'has no figures');
  return {
    sessionsPerYear,
    startEquity,
    figures: new Map(Object.entries(figures).map(([key, value]) => [key, statisticOf(file, key, value)])),
  };
}

function statisticOf(file: string, key: string, value: unknown): Statistic {
  const fields = value as { value?: unknown; n?: unknown; reason?: unknown } | null;
  if (typeof fields !== 'object' || fields === null || typeof fields.n !== 'number')
    throw broken(file, undefined, `figures.${key} has no n`);
  if (typeof fields.value === 'number') return { value: fields.value, n: fields.n };
  if (fields.value !== null) throw broken(file, undefined, `figures.${key} is neither a number nor null`);
  return { value: undefined, n: fields.n, reason: typeof fields.reason === 'string' ? fields.reason : 'no reason given' };
}

function part(content: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  const value = (content as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}
