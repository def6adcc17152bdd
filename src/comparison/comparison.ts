import { ConfigError } from '../core/errors.js';
import { packageInfo } from '../report/package-info.js';
import { drawPictures, type Picture, type PictureOptions } from '../report/pictures/pictures.js';
import { commonPeriod, type CommonPeriod } from './common-period.js';
import { comparisonData, type DrawnComparison } from './comparison-data.js';
import { readRuns, type ComparedRun } from './compared-run.js';
import { comparisonWarnings } from './differences.js';

/** Finished runs side by side. */
export interface Comparison {
  readonly title: string;
  readonly runs: readonly ComparedRun[];
  readonly period: CommonPeriod;
  readonly drawn: DrawnComparison;
  /** What makes the runs hard to compare. */
  readonly warnings: readonly string[];
}

/** More runs cannot be told apart on one chart. */
const MOST_RUNS = 12;

/**
 * Reads the folders of finished runs and puts them side by side.
 * @throws ConfigError for a folder without a run, too many runs, or runs without a common session; DataError for a file
 * that is missing, broken, or was changed after its run.
 */
export function compareRunFolders(folders: readonly string[], title?: string): Comparison {
  if (folders.length === 0 || folders.length > MOST_RUNS) {
    throw new ConfigError(`a comparison takes 1 to ${MOST_RUNS} runs, not ${folders.length}`, {
      code: 'report/number-of-runs',
      context: { folders },
      hint: 'name the folders of the runs, for example results/sma-cross results/buy-and-hold',
    });
  }
  const runs = readRuns(folders);
  const period = commonPeriod(runs);
  const name = title ?? runs.map(({ label }) => label).join(' vs ');
  return { title: name, runs, period, drawn: comparisonData(name, period), warnings: comparisonWarnings(runs) };
}

/** Pictures of the main charts of a comparison. @throws ConfigError when the package was not built. */
export function comparisonPictures({ title, period, drawn }: Comparison, options: PictureOptions = {}): Promise<Picture[]> {
  const { dates } = period;
  return drawPictures(
    drawn.data,
    {
      subtitle: `${title.length > 90 ? `${title.slice(0, 89)}…` : title}, ${dates[0]!} to ${dates[dates.length - 1]!}`,
      foot: `Backtests by Barstream ${packageInfo().version}, over the sessions that all runs cover, after costs. No promise of anything.`,
    },
    options,
  );
}
