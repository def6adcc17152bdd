import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, DataError } from '../core/errors.js';
import type { RunSettings } from '../engine/result.js';
import type { DataFingerprint } from '../report/data-hash.js';
import type { EquityDetail } from '../report/equity-points.js';
import { SCHEMA_VERSION } from '../report/metrics-json.js';

/** manifest.json as it is read back. */
export interface ManifestFile {
  readonly schemaVersion: number;
  readonly name: string;
  readonly barstream: { readonly version: string; readonly code?: string };
  readonly node: string;
  readonly seed: number;
  /** Absent where a run was made in code. */
  readonly file?: { readonly name: string; readonly path?: string; readonly sha256: string };
  readonly parameters: Readonly<Record<string, string>>;
  readonly equity: EquityDetail;
  readonly settings: RunSettings;
  readonly data: DataFingerprint;
  readonly sources: readonly unknown[];
  readonly warnings: readonly string[];
  /** SHA-256 of every other file of the run, by name. */
  readonly artefacts: Readonly<Record<string, string>>;
}

/**
 * Path of a run's manifest: the file itself, or the folder that holds it.
 * @throws ConfigError where there is none.
 */
export function manifestPath(given: string): string {
  return path.basename(given) === 'manifest.json' || given.endsWith('.json') ? given : path.join(given, 'manifest.json');
}

/**
 * Reads a manifest.
 * @throws ConfigError where there is none; DataError for a file that is not one.
 */
export function readManifest(file: string): ManifestFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const missing = ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    throw new ConfigError(missing ? `there is no ${file}` : `cannot read ${file}: ${(cause as Error).message}`, {
      code: 'run/no-manifest',
      context: { file },
      hint: 'name the folder of a run, or its manifest.json',
      cause: missing ? undefined : cause,
    });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw broken(file, `is no JSON: ${(cause as Error).message}`);
  }
  return checked(file, content);
}

type Kind = 'number' | 'string' | 'object' | 'list';

const KINDS: Readonly<Record<keyof ManifestFile, Kind>> = {
  schemaVersion: 'number',
  name: 'string',
  barstream: 'object',
  node: 'string',
  seed: 'number',
  file: 'object',
  parameters: 'object',
  equity: 'string',
  settings: 'object',
  data: 'object',
  sources: 'list',
  warnings: 'list',
  artefacts: 'object',
};

function checked(file: string, content: unknown): ManifestFile {
  if (typeof content !== 'object' || content === null) throw broken(file, 'is no object');
  const fields = content as Readonly<Record<string, unknown>>;
  if (typeof fields['schemaVersion'] !== 'number') throw broken(file, 'has no schemaVersion');
  if (fields['schemaVersion'] !== SCHEMA_VERSION)
    throw broken(file, `has layout ${fields['schemaVersion']}; this version reads ${SCHEMA_VERSION}`);
  for (const [name, kind] of Object.entries(KINDS)) {
    const value = fields[name];
    if (name === 'file' && value === undefined) continue;
    const found = Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
    if (found !== kind)
      throw broken(
        file,
        value === undefined ? `has no ${JSON.stringify(name)}` : `has ${JSON.stringify(name)} of kind ${found}, not ${kind}`,
      );
  }
  const manifest = content as ManifestFile;
  if (manifest.equity !== 'sessions' && manifest.equity !== 'all') throw broken(file, `has equity ${JSON.stringify(manifest.equity)}`);
  for (const [name, hash] of Object.entries(manifest.artefacts)) {
    // A name goes into a path: it must stay in the folder.
    if (path.basename(name) !== name || !/^[0-9a-f]{64}$/.test(String(hash)))
      throw broken(file, `names no file with a SHA-256: ${JSON.stringify(name)}`);
  }
  return manifest;
}

function broken(file: string, what: string): DataError {
  return new DataError(`${file} ${what}`, {
    code: 'run/broken-manifest',
    context: { file },
    hint: 'it must be as a run wrote it; make the run again',
  });
}
