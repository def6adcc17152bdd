import type { BacktestResult } from '../../engine/result.js';
import type { Statistic } from '../../statistics/statistic.js';
import { grouped, statisticText } from '../format.js';
import { downSampled } from './charts.js';
import { html, typeset, type Html } from './html.js';
import type { RunLines } from './run-lines.js';

/** Rolling figures and exposure. */
export function risk(result: BacktestResult, { data, drawn }: RunLines): Html | undefined {
  return html`${rolling(result, data, drawn)}${exposure(result, data, drawn)}`;
}

function rolling({ performance, metrics, settings }: BacktestResult, data: RunLines['data'], drawn: RunLines['drawn']): Html | undefined {
  const { window } = performance.rolling;
  const charts: readonly (readonly [string, string, string])[] = [
    ['rolling-sharpe', 'Sharpe ratio', 'Mean of the session returns / their sample deviation × √(sessions a year).'],
    ['rolling-volatility', 'Volatility a year', 'Sample deviation of the session returns × √(sessions a year).'],
    ['rolling-beta', `Beta to ${settings.benchmark ?? ''}`, 'Covariance with the session returns of the benchmark / their variance.'],
  ];
  const shown = charts.filter(([name]) => data[name] !== undefined);
  if (shown.length === 0) return undefined;
  return html`<section class="panel" id="rolling" aria-labelledby="rolling-head">
    <h2 id="rolling-head">Rolling figures <span class="soft">${window} sessions</span></h2>
    <div class="plots three">
      ${shown.map(
        ([name, title, text]) =>
          html`<figure>
            <h3>${title}</h3>
            <div class="chart small" data-chart="lines" data-of="${name}" role="img" aria-label="Line chart of the rolling ${title}"></div>
            <figcaption class="caption">${text}</figcaption>
          </figure>`,
      )}
    </div>
    <p class="caption">
      Each point is made of the ${window} session returns up to it (half a year);
      ${grouped(String(Math.max(0, metrics.sessions - window + 1)))} points. Neighbouring points share nearly all of their returns.
      ${downSampled(drawn[shown[0]![0]]!)}
    </p>
  </section>`;
}

function exposure({ performance }: BacktestResult, data: RunLines['data'], drawn: RunLines['drawn']): Html | undefined {
  if (data['exposure'] === undefined) return undefined;
  const { averageGross, maxGross, averageNet, timeInMarket } = performance.exposure;
  const fact = (label: string, value: Statistic): Html =>
    html`<div>
      <dt>${label}</dt>
      <dd>${typeset(statisticText(value, 'percent'))}</dd>
    </div>`;
  return html`<section class="panel" id="exposure" aria-labelledby="exposure-head">
    <h2 id="exposure-head">Exposure</h2>
    <div class="chart small" data-chart="lines" data-of="exposure" role="img" aria-label="Line chart of gross and net exposure"></div>
    <dl class="facts four">
      ${fact('Gross on average', averageGross)}${fact('Gross at most', maxGross)}${fact('Net on average', averageNet)}${fact('Time in the market', timeInMarket)}
    </dl>
    <p class="caption">
      Values of all positions over equity: gross adds up their sizes, net counts shorts below 0. n = ${grouped(String(averageGross.n))}
      points. ${downSampled(drawn['exposure']!)}
    </p>
  </section>`;
}
