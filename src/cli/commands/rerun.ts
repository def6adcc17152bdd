import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jsonText } from '../../report/json.js';
import { writeArtefacts } from '../../report/write-artefacts.js';
import { compareRuns, type RerunOutcome } from '../../run-folder/compare-runs.js';
import { RunFolder } from '../../run-folder/run-folder.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadConfig } from '../load-config.js';
import { runConfig } from '../run-config.js';
import { differenceTable } from './difference-table.js';
import { findConfig } from './find-config.js';

/** Options of `barstream rerun`. */
export interface RerunCommandOptions {
  readonly file?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Runs a run again and compares all its files. Exit code 0 where every byte is the same. */
export async function rerunCommand(given: string, options: RerunCommandOptions, signal: AbortSignal): Promise<ExitCode> {
  if (options.json === true) console.log = console.info = console.debug = console.error;
  const run = new RunFolder(given);
  const { manifest } = run;
  const out = options.out === undefined ? mkdtempSync(path.join(tmpdir(), 'barstream-rerun-')) : path.resolve(options.out);
  try {
    const found = findConfig(run, given, options.file);
    if (found.folder !== undefined) process.chdir(found.folder);
    const { config, file } = await loadConfig(found.file);
    const result = await runConfig(config, { parameters: manifest.parameters, seed: manifest.seed, signal });
    const origin = { name: file.name, path: manifest.file?.path, sha256: file.sha256 };
    await writeArtefacts(out, result, { equity: manifest.equity, file: origin, parameters: manifest.parameters, signal });
    const outcome = compareRuns(run, new RunFolder(out));
    const kept = options.out;
    process.stdout.write(
      options.json === true ? jsonText({ manifest: given, ...outcome, out: kept }) : await outcomeText(given, outcome, kept),
    );
    return outcome.same ? EXIT.ok : EXIT.failed;
  } finally {
    if (options.out === undefined) rmSync(out, { recursive: true, force: true });
  }
}

async function outcomeText(given: string, outcome: RerunOutcome, kept: string | undefined): Promise<string> {
  const { same, files, firstDifference, firstEvent, causes } = outcome;
  const where = kept === undefined ? '' : `\nThe new files are in ${kept}.`;
  if (same) return `${given}: the same, byte for byte: ${files.map(({ name }) => name).join(' ')}${where}\n`;
  const heads = ['recorded', 'now'] as const;
  const parts = [`${given}: not the same`];
  if (firstDifference !== undefined) {
    const { file, line, column, before = 'nothing', after = 'nothing' } = firstDifference;
    parts.push(`First difference: ${file}, line ${line}, ${column}\n  recorded  ${before}\n  now       ${after}`);
  }
  if (firstEvent !== undefined) {
    const { kind, time, columns } = firstEvent;
    parts.push(
      `First event that differs: ${kind} at ${time}${columns.length === 0 ? ', only in one of the runs' : ` (${columns.join(', ')})`}`,
    );
  }
  const list = files.filter(({ outcome: o }) => o !== 'same').map(({ name, outcome: o }) => `  ${name} ${o}`);
  parts.push(['Files that differ', ...list].join('\n'));
  parts.push(
    causes.length > 0
      ? await differenceTable(
          'What changed',
          causes.map(({ what, before, after }) => [what, before, after] as const),
          heads,
        )
      : 'Code, configuration file, settings and data are the same. Look for modules that the file imports, and for\nchance that the seed does not decide.',
  );
  return `${parts.join('\n\n')}${where}\n`;
}
