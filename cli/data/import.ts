import { statSync } from 'node:fs';

import { openStore } from '../../feeds/index.js';
import type { CommandContext } from '../../src/cli/command.js';
import { EXIT, exitCodeOf } from '../../src/cli/exit-codes.js';
import { BarstreamError, ConfigError } from '../../src/core/errors.js';
import type { BarStore } from '../../src/store/bar-store.js';
import { basisOf, intervalOf, oneOf } from './common-options.js';
import { importReport, type ImportedFile, type ImportOutcome } from './import-report.js';
import { print, printJson } from './output.js';
import { CountBar } from './progress.js';
import { readFile, reasonToSkip, type FileOptions } from './read-file.js';

/** Options of `barstream data import` as the command line gives them. */
export interface ImportCommandOptions {
  readonly store: string;
  readonly json?: boolean;
  readonly symbol?: string;
  readonly source: string;
  readonly basis?: string;
  readonly interval: string;
  readonly stamp?: string;
  readonly zone?: string;
  readonly format?: string;
  readonly calendar: string;
  readonly currency: string;
  readonly strict?: boolean;
  readonly replace?: boolean;
}

/** Puts files into the store, one after the other. A file that cannot be read does not keep the others out. */
export async function importCommand(files: readonly string[], options: ImportCommandOptions, context: CommandContext): Promise<void> {
  const reading = fileOptions(files, options, context.signal);
  const outcome: ImportOutcome = { imported: [], skipped: [], failed: [] };
  const bar = new CountBar();
  const store = openStore(options.store);
  try {
    await bar.start(files.length);
    for (const [done, file] of files.entries()) {
      context.signal.throwIfAborted();
      bar.update(done, file);
      const reason = isFile(file) ? reasonToSkip(file) : undefined;
      if (reason !== undefined) outcome.skipped.push({ file, reason });
      else await importFile(store, file, reading, options, outcome);
    }
  } finally {
    bar.stop();
    store.close();
  }
  if (options.json === true) printJson({ store: options.store, ...outcome });
  else print(await importReport(options.store, outcome));
  const [first] = outcome.failed;
  if (first !== undefined) context.exitWith(first.exitCode);
  else if (outcome.imported.length === 0) context.exitWith(EXIT.data);
}

const RESTATED =
  'the file is adjusted as of another day than what the store has: --replace takes the file instead, --source NAME keeps both apart';

async function importFile(
  store: BarStore,
  file: string,
  reading: FileOptions,
  { source, replace = false }: ImportCommandOptions,
  outcome: ImportOutcome,
): Promise<void> {
  try {
    const { symbol, series, dropped, notes } = await readFile(file, reading);
    // The most adjusted ones first: where they are refused because they were restated, nothing of the file has been written.
    const written = series
      .toReversed()
      .map((one) => {
        const key = { source, symbol, interval: one.interval, adjustment: one.instrument.basis };
        return { adjustment: one.instrument.basis, ...store.write({ key, series: one, replace }) };
      })
      .reverse();
    const { interval, columns, length, instrument } = series[0]!;
    const imported: ImportedFile = {
      file,
      symbol,
      interval,
      volume: instrument.volume,
      bars: length,
      ...(length > 0 && { first: columns.time[0]!, last: columns.time[length - 1]! }),
      written,
      dropped,
      notes,
    };
    outcome.imported.push(imported);
  } catch (error) {
    if (!(error instanceof BarstreamError)) throw error;
    const { code, message } = error;
    const hint = code === 'store/rescaled' ? RESTATED : error.hint;
    outcome.failed.push({ file, code, message, ...(hint !== undefined && { hint }), exitCode: exitCodeOf(error) });
  }
}

function fileOptions(files: readonly string[], options: ImportCommandOptions, signal: AbortSignal): FileOptions {
  if (options.symbol !== undefined && files.length > 1) {
    throw new ConfigError(`--symbol names one symbol, and there are ${files.length} files`, {
      code: 'cli/symbol',
      context: { symbol: options.symbol, files: files.length },
      hint: 'leave it out, so that each file gives its symbol by its name, or import one file at a time',
    });
  }
  return {
    symbol: options.symbol,
    basis: basisOf(options.basis),
    interval: intervalOf(options.interval),
    stamp: options.stamp === undefined ? undefined : oneOf('stamp', options.stamp, ['open', 'close'] as const),
    zone: options.zone,
    format: options.format,
    calendar: oneOf('calendar', options.calendar, ['XNYS', 'always-open']),
    currency: options.currency,
    strict: options.strict === true,
    signal,
  };
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
