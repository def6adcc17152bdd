import { backtest } from '../engine/backtest.js';
import type { BacktestConfig } from '../engine/config.js';
import type { BacktestResult } from '../engine/result.js';
import { parametersOf } from './assignments.js';
import { ProgressBar } from './progress.js';

/** What a run of the command line is given besides its configuration. */
export interface ConfigRun {
  /** Parameters as texts, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly seed: number | undefined;
  readonly signal: AbortSignal;
}

/** Runs a configuration as every command does, with all that the files of a run hold, and shows how far it is. */
export async function runConfig(config: BacktestConfig, { parameters, seed, signal }: ConfigRun): Promise<BacktestResult> {
  const bar = new ProgressBar(process.stderr);
  try {
    return await backtest(config, {
      params: parametersOf(config, parameters),
      signal,
      provenance: true,
      pathInterval: true,
      onProgress: (progress) => bar.update(progress),
      ...(seed === undefined ? {} : { seed }),
    });
  } finally {
    bar.stop();
  }
}
