import type { BacktestResult } from '../../engine/result.js';
import { equityPoints, type EquityDetail } from '../equity-points.js';
import { packageInfo } from '../package-info.js';
import { chartData } from '../tearsheet/chart-data.js';
import { BASIS } from '../tearsheet/settings.js';
import { drawPictures, type Picture, type PictureOptions } from './pictures.js';

/**
 * Pictures of a run's main charts: equity (linear and logarithmic), drawdown, monthly and yearly returns, distribution,
 * rolling figures, exposure, costs. Each names its run, its period and its prices.
 * @throws ConfigError when the package was not built.
 */
export function runPictures(result: BacktestResult, options: PictureOptions & { readonly equity?: EquityDetail } = {}): Promise<Picture[]> {
  const { settings, metrics } = result;
  const { data } = chartData(result, equityPoints(result, options.equity ?? 'sessions'));
  const period = metrics.firstSession === undefined ? 'no session' : `${metrics.firstSession} to ${metrics.lastSession}`;
  return drawPictures(
    data,
    {
      subtitle: `${settings.name}, ${period}, ${settings.account.currency}`,
      foot: `Backtest by Barstream ${packageInfo().version}, ${BASIS[settings.basis] ?? settings.basis}, after costs. It is no promise of anything.`,
    },
    options,
  );
}
