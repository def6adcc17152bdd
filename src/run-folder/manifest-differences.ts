import type { DataFingerprint } from '../report/data-hash.js';
import { jsonText } from '../report/json.js';
import type { ManifestFile } from './manifest-file.js';

/** Something that decided two runs and is not the same in both. */
export interface InputDifference {
  /** In words, for example `parameter fast` or `data of SPY 1d`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const NONE = 'none';

/** What decided two runs and differs: code, configuration, settings, data. What they found is left out. */
export function manifestDifferences(before: ManifestFile, after: ManifestFile): InputDifference[] {
  return [
    ...one("Barstream's version", before.barstream.version, after.barstream.version),
    ...one("Barstream's code", before.barstream.code, after.barstream.code),
    ...one('Node', before.node, after.node),
    ...one('configuration file', fileText(before), fileText(after)),
    ...one('points in equity.csv', before.equity, after.equity),
    ...settings(before, after),
    ...dataDifferences(before.data, after.data),
  ];
}

function one(what: string, before: unknown, after: unknown): InputDifference[] {
  const [a, b] = [textOf(before), textOf(after)];
  return a === b ? [] : [{ what, before: a, after: b }];
}

function textOf(value: unknown): string {
  if (value === undefined) return NONE;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The content decides; a name and a place alone do not. */
function fileText({ file }: ManifestFile): string | undefined {
  return file && `SHA-256 ${file.sha256}`;
}

/** Leaf by leaf. Parameters of the only strategy are called by their names. */
function settings({ settings: a }: ManifestFile, { settings: b }: ManifestFile): InputDifference[] {
  const [before, after] = [new Map(leaves(a)), new Map(leaves(b))];
  const single = a.strategies.length === 1 && b.strategies.length === 1;
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const parameter = single ? /^strategies\.0\.params\.(.+)$/.exec(key)?.[1] : undefined;
    return one(parameter === undefined ? `setting ${key}` : `parameter ${parameter}`, before.get(key), after.get(key));
  });
}

function* leaves(value: unknown, at = ''): Generator<readonly [string, string], void, undefined> {
  if (typeof value !== 'object' || value === null) {
    yield [at, textOf(value)];
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leaves(inner, at === '' ? key : `${at}.${key}`);
}

function dataDifferences(a: DataFingerprint, b: DataFingerprint): InputDifference[] {
  const differences = [
    ...named('data of', a.series, b.series, (one) => `${one.symbol} ${one.interval}`),
    ...named('external series', a.externals, b.externals, (one) => [one.name, one.symbol].filter(Boolean).join(' ')),
    ...named('instrument', a.instruments, b.instruments, (one) => String(one['symbol'])),
  ];
  // Only the order of the series can be left.
  return differences.length === 0 ? one('data', `SHA-256 ${a.sha256}`, `SHA-256 ${b.sha256}`) : differences;
}

function named<T extends object>(what: string, before: readonly T[], after: readonly T[], nameOf: (one: T) => string): InputDifference[] {
  const [a, b] = [new Map(before.map((x) => [nameOf(x), x])), new Map(after.map((x) => [nameOf(x), x]))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name) => one(`${what} ${name}`, factsOf(a.get(name)), factsOf(b.get(name))));
}

function factsOf(value: object | undefined): string | undefined {
  if (value === undefined) return undefined;
  const { rows, values, first, last, sha256 } = value as { rows?: number; values?: number; first?: string; last?: string; sha256?: string };
  if (sha256 === undefined) return jsonText(value).replaceAll(/\s+/g, ' ').trim();
  const range = first === undefined ? '' : `, ${first} to ${last}`;
  return `${rows ?? values} ${rows === undefined ? 'values' : 'rows'}${range}, SHA-256 ${sha256}`;
}
