import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../core/errors.js';
import type { BacktestResult } from '../engine/result.js';
import { yieldToHost } from '../engine/yield.js';
import { equityCsvBlocks } from './equity-csv.js';
import type { EquityDetail } from './equity-points.js';
import { fillsCsvBlocks } from './fills-csv.js';
import { manifest, provenance, type Origin } from './manifest.js';
import { metricsJson } from './metrics-json.js';
import { ordersCsvBlocks } from './orders-csv.js';
import { provenanceBlocks } from './provenance-jsonl.js';
import { tearsheet } from './tearsheet.js';
import { tradesCsvBlocks } from './trades-csv.js';

export interface ArtefactOptions extends Origin {
  /** Points in equity.csv and in the tear sheet: the last of each session (default), or all of the run. */
  readonly equity?: EquityDetail;
  /** Stops the writing; the files of an earlier run stay as they were. */
  readonly signal?: AbortSignal;
}

/**
 * Writes `metrics.json equity.csv orders.csv fills.csv trades.csv provenance.jsonl tearsheet.html manifest.json` into a
 * folder and returns their paths. All files are written in full under other names first and then renamed, the manifest last:
 * whatever ends the process, each file is whole, and a manifest whose hashes fit its files speaks for one run.
 * @throws ConfigError when the folder cannot be written.
 */
export async function writeArtefacts(dir: string, result: BacktestResult, options: ArtefactOptions = {}): Promise<string[]> {
  const { equity = 'sessions', signal } = options;
  const from = provenance(result, options);
  const artefacts: readonly (readonly [string, () => Iterable<string | Uint8Array>])[] = [
    ['metrics.json', () => [metricsJson(result)]],
    ['equity.csv', () => equityCsvBlocks(result, equity)],
    ['orders.csv', () => ordersCsvBlocks(result)],
    ['fills.csv', () => fillsCsvBlocks(result)],
    ['trades.csv', () => tradesCsvBlocks(result)],
    ['provenance.jsonl', () => provenanceBlocks(result)],
    ['tearsheet.html', () => [tearsheet(result, { equity, provenance: from })]],
  ];
  const hashes: Record<string, string> = {};
  const staged: StagedFile[] = [];
  try {
    mkdirSync(dir, { recursive: true });
    for (const [name, blocks] of artefacts) {
      await yieldToHost();
      signal?.throwIfAborted();
      const file = new StagedFile(dir, name);
      staged.push(file);
      hashes[name] = file.write(blocks());
    }
    const last = new StagedFile(dir, 'manifest.json');
    staged.push(last);
    last.write([manifest(result, from, hashes, equity)]);
    await yieldToHost();
    signal?.throwIfAborted();
    for (const file of staged) file.publish();
  } catch (error) {
    for (const file of staged) file.discard();
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : cannotWrite(dir, error as NodeJS.ErrnoException);
  }
  return staged.map((file) => file.path);
}

/** A file that appears under its name only when it is whole. */
class StagedFile {
  readonly path: string;
  readonly #temporary: string;

  constructor(dir: string, name: string) {
    this.path = path.join(dir, name);
    this.#temporary = path.join(dir, `.${name}.${process.pid}.tmp`);
  }

  /** Writes the content under the temporary name and returns its SHA-256. */
  write(blocks: Iterable<string | Uint8Array>): string {
    const hash = createHash('sha256');
    const file = openSync(this.#temporary, 'w');
    try {
      for (const block of blocks) {
        const bytes = typeof block === 'string' ? Buffer.from(block) : block;
        hash.update(bytes);
        for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      }
    } finally {
      closeSync(file);
    }
    return hash.digest('hex');
  }

  publish(): void {
    renameSync(this.#temporary, this.path);
  }

  discard(): void {
    rmSync(this.#temporary, { force: true });
  }
}

function cannotWrite(dir: string, cause: NodeJS.ErrnoException): ConfigError {
  return new ConfigError(`cannot write to ${dir}: ${cause.message}`, {
    code: 'report/cannot-write',
    context: { dir },
    hint: 'name a folder that can be written, for example with --out',
    cause,
  });
}
