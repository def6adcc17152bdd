import { sha256 } from '../report/json.js';
import { firstDifference, type FileDifference } from './first-difference.js';
import { firstEventDifference, type EventDifference } from './first-event.js';
import { manifestDifferences, type InputDifference } from './manifest-differences.js';
import type { RunFolder } from './run-folder.js';

/**
 * What a second run says of one file. `changed`: the recorded one was changed after its run, so that it proves nothing;
 * `missing`: it is gone, and only its hash was compared (and differs); `new` and `gone`: only one run wrote it.
 */
export type FileOutcome = 'same' | 'differs' | 'changed' | 'missing' | 'new' | 'gone';

export interface RerunOutcome {
  readonly same: boolean;
  readonly files: readonly { readonly name: string; readonly outcome: FileOutcome }[];
  /** Of the file that tells most: orders before fills, trades, equity and what is made of them. */
  readonly firstDifference: FileDifference | undefined;
  /** The first thing that happened otherwise, where all recorded files are as their run wrote them. */
  readonly firstEvent: EventDifference | undefined;
  /** What decided the runs and is not the same. */
  readonly causes: readonly InputDifference[];
}

/** Files in which a difference is looked for, the one nearest to its cause first. */
const TELLING = ['orders.csv', 'fills.csv', 'trades.csv', 'equity.csv', 'metrics.json', 'provenance.jsonl'];

/** Compares every file of a recorded run with that of a second one, byte by byte. */
export function compareRuns(recorded: RunFolder, again: RunFolder): RerunOutcome {
  const [before, after] = [recorded.manifest.artefacts, again.manifest.artefacts];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const files = names.map((name) => ({ name, outcome: outcomeOf(name, recorded, before[name], after[name]) }));
  const differing = files.filter(({ outcome }) => outcome === 'differs' || outcome === 'changed').map(({ name }) => name);
  const telling = [...TELLING.filter((name) => differing.includes(name)), ...differing][0];
  const causes = manifestDifferences(recorded.manifest, again.manifest);
  // With equal files the manifests can differ only in what has no influence, such as a comment of the configuration file.
  const same = files.every(({ outcome }) => outcome === 'same') && causes.length === 0;
  return {
    same,
    files,
    firstDifference:
      telling === undefined ? undefined : firstDifference(telling, recorded.found(telling)!.toString('utf8'), again.text(telling)),
    firstEvent: files.every(({ outcome }) => outcome === 'same' || outcome === 'differs')
      ? firstEventDifference(recorded, again)
      : undefined,
    causes,
  };
}

function outcomeOf(name: string, recorded: RunFolder, before: string | undefined, after: string | undefined): FileOutcome {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  const content = recorded.found(name);
  if (content === undefined) return before === after ? 'same' : 'missing';
  if (sha256(content) !== before) return 'changed';
  return before === after ? 'same' : 'differs';
}
