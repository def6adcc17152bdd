import type { BacktestResult } from '../engine/result.js';
import { dataFingerprint, type DataFingerprint } from './data-hash.js';
import { jsonText } from './json.js';
import { SCHEMA_VERSION } from './metrics-json.js';
import { packageInfo, type PackageInfo } from './package-info.js';
import { withoutMachinePaths } from './paths.js';
import type { EquityDetail } from './equity-points.js';

/** What the result cannot know of itself: where its configuration came from. */
export interface Origin {
  /** File that holds the configuration; `path` where it was named from the current folder, so that `rerun` finds it. */
  readonly file?: { readonly name: string; readonly path?: string | undefined; readonly sha256: string };
  /** Parameters given from outside, as they were given. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Everything that decided a run, without what it brought. */
export interface Provenance {
  readonly barstream: PackageInfo;
  readonly node: string;
  readonly file: Origin['file'];
  readonly parameters: Readonly<Record<string, string>>;
  readonly data: DataFingerprint;
}

/** What decided a run, with the hashes of its data. */
export function provenance(result: Pick<BacktestResult, 'table'>, origin: Origin = {}): Provenance {
  return {
    barstream: packageInfo(),
    node: process.version,
    file: origin.file,
    parameters: origin.parameters ?? {},
    data: dataFingerprint(result.table),
  };
}

/**
 * What a run was made of and what it made, as JSON: versions, settings, hashes of the data, of the strategy's file and
 * of every artefact. It holds neither times of the clock nor paths of the machine: two equal runs give equal bytes.
 */
export function manifest(
  result: BacktestResult,
  from: Provenance,
  artefacts: Readonly<Record<string, string>> = {},
  equity: EquityDetail = 'sessions',
): string {
  const { barstream, node, file, parameters, data } = from;
  const { settings } = result;
  const { sources, warnings } = withoutMachinePaths(result);
  return jsonText({
    schemaVersion: SCHEMA_VERSION,
    name: settings.name,
    barstream,
    node,
    seed: settings.seed,
    file,
    parameters,
    equity,
    settings,
    data,
    sources,
    warnings,
    artefacts,
  });
}
