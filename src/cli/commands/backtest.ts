import path from 'node:path';
import { ConfigError } from '../../core/errors.js';
import type { EquityDetail } from '../../report/equity-points.js';
import { assignments } from '../assignments.js';
import { loadConfig } from '../load-config.js';
import { writePicturesOf } from '../pictures.js';
import { runConfig } from '../run-config.js';

/** Options of `barstream backtest` as the command line gives them. */
export interface BacktestCommandOptions {
  readonly set: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  readonly seed?: string;
  readonly equity: string;
  readonly png?: boolean;
  readonly svg?: boolean;
}

/** Runs a file, prints its figures and writes its artefacts. */
export async function backtestCommand(file: string, options: BacktestCommandOptions, signal: AbortSignal): Promise<void> {
  const texts = assignments(options.set);
  const equity = equityOf(options.equity);
  const seed = seedOf(options.seed);
  // What the user's own code prints must not end up in the JSON.
  if (options.json === true) console.log = console.info = console.debug = console.error;
  const { config, file: origin } = await loadConfig(file);
  const out = options.out ?? path.join('results', folderName(config.name));
  const result = await runConfig(config, { parameters: texts, seed, signal });
  const { metricsJson, summary, writeArtefacts } = await import('../../report/index.js');
  const written = await writeArtefacts(out, result, { equity, file: origin, parameters: texts, signal });
  const pictures = await writePicturesOf(options, out, async (formats) => {
    const { runPictures } = await import('../../report/pictures/run-pictures.js');
    return runPictures(result, { formats, equity });
  });
  if (options.json === true) {
    process.stdout.write(metricsJson(result));
    return;
  }
  const { isTTY = false, columns = 80 } = process.stdout;
  process.stdout.write(await summary(result, isTTY ? { width: columns, styled: process.env['NO_COLOR'] === undefined } : {}));
  const files = [...written, ...pictures].map((one) => path.relative(out, one));
  process.stdout.write(`\nWritten to ${out}: ${files.join(' ')}\n`);
}

function equityOf(text: string): EquityDetail {
  if (text === 'sessions' || text === 'all') return text;
  throw new ConfigError(`--equity ${JSON.stringify(text)} is neither sessions nor all`, {
    code: 'cli/equity',
    context: { equity: text },
    hint: 'leave it out, or write --equity all',
  });
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(seed)) return seed;
  throw new ConfigError(`--seed ${JSON.stringify(text)} is no whole number`, {
    code: 'cli/seed',
    context: { seed: text },
    hint: 'write a whole number, for example --seed 7',
  });
}

/** A run's name as the name of a folder. */
function folderName(name: string): string {
  return (
    name
      .trim()
      .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
      .replace(/^[.-]+/, '') || 'backtest'
  );
}
