import type { BacktestResult } from '../../engine/result.js';
import type { TimedDrawdown } from '../../statistics/drawdowns.js';
import type { EquityPoints } from '../equity-points.js';
import { grouped, inUnit } from '../format.js';
import { drawdownTable } from './drawdown-table.js';
import { MAX_PLOTS, shownOf } from './budget.js';
import { html, typeset, type Html } from './html.js';
import type { Drawn } from './line-data.js';

/** The equity chart, with what its caption must say. */
export function equityChart(result: BacktestResult, points: EquityPoints, drawn: Drawn): Html {
  const { settings, metrics, equity } = result;
  const { benchmark } = points;
  const positive = points.equity.every((value) => value > 0) && (benchmark ?? []).every((value) => !(value <= 0));
  const notes = [
    points.detail === 'all'
      ? 'Every point of the run.'
      : metrics.points > metrics.sessions
        ? 'The last point of each session; the run has more points within them.'
        : 'One point a session.',
    downSampled(drawn),
  ];
  const against =
    benchmark === undefined ? undefined : `${settings.benchmark ?? ''} bought with the starting cash and held, without costs.`;
  return html`<section class="panel" id="performance" aria-labelledby="equity-head">
    <div class="panel-head">
      <h2 id="equity-head">
        Equity${benchmark === undefined ? undefined : html` <span class="soft">against ${settings.benchmark}</span>`}
      </h2>
      ${scaleControls(positive)}
    </div>
    <p class="legend">
      <span class="key key-equity"></span
      >${settings.name}${benchmark === undefined ? undefined : html`<span class="key key-benchmark"></span>${settings.benchmark}`}<span
        class="key key-shade"
      ></span
      >five worst drawdowns
    </p>
    <div
      class="chart"
      data-chart="equity"
      role="img"
      aria-label="Line chart of equity from ${inUnit(equity.startEquity, 'money')} to ${inUnit(metrics.finalEquity, 'money')} ${settings.account.currency}"
    ></div>
    <p class="caption">
      ${settings.account.currency}. ${notes.filter(Boolean).join(' ')} ${against} Drag to move, Shift and wheel or two fingers to zoom.
    </p>
  </section>`;
}

/** Buttons for the scale and the period of all charts over time. */
export function scaleControls(positive: boolean): Html {
  return html`<div class="controls">
    <div class="switch" role="group" aria-label="Scale">
      <button type="button" data-scale="value" aria-pressed="true">Linear</button
      ><button
        type="button"
        data-scale="log"
        aria-pressed="false"
        ${positive ? undefined : html` disabled title="Not every value is above 0"`}
      >
        Log
      </button>
    </div>
    <div class="switch" role="group" aria-label="Period">
      <button type="button" data-years="1">1 year</button><button type="button" data-years="5">5 years</button
      ><button type="button" data-years="all">All</button>
    </div>
  </div>`;
}

/** The drawdown chart and the table of the worst. */
export function drawdownChart({ metrics }: BacktestResult, points: EquityPoints, worst: readonly TimedDrawdown[]): Html {
  const deepest = metrics.drawdown.depth.value;
  const shallow = points.drawdown.reduce((low, value) => Math.min(low, value), 0);
  const within =
    deepest !== undefined && deepest < shallow - 1e-9
      ? `The deepest drawdown, ${typeset(inUnit(deepest, 'percent'))}, lies within a session and is deeper than what is drawn.`
      : undefined;
  return html`<section class="panel" id="drawdowns" aria-labelledby="drawdown-head">
    <div class="panel-head"><h2 id="drawdown-head">Drawdowns</h2></div>
    <div
      class="chart low"
      data-chart="drawdown"
      role="img"
      aria-label="Area chart of the drawdown, ${deepest === undefined ? 'undefined' : inUnit(deepest, 'percent')} at its deepest"
    ></div>
    <p class="caption">
      Equity below its highest value so far${worst.length === 0 ? undefined : '; the numbers are those of the table'}. ${within}
    </p>
    ${drawdownTable(worst)}
    ${
      worst.length === 0
        ? undefined
        : html`<p class="caption">
            The worst ${worst.length} of all points of the run, deepest first. Days are calendar days from the peak until it was reached
            again, or to the last point.
          </p>`
    }
  </section>`;
}

/** Places for what strategies plotted. */
export function plotCharts({ plots }: Pick<BacktestResult, 'plots'>, drawn: readonly Drawn[]): Html | undefined {
  if (plots.length === 0) return undefined;
  return html`<section class="panel" id="plots" aria-labelledby="plots-head">
    <h2 id="plots-head">Plots of the strategy</h2>
    <div class="plots">
      ${drawn.map((points, i) => {
        const plot = plots[i]!;
        return html`<figure>
          <h3>${plot.name} <span class="soft">${plot.strategy}</span></h3>
          <div class="chart small" data-chart="plot" data-of="${i}" role="img" aria-label="Line chart of ${plot.name}"></div>
          <figcaption class="caption">${grouped(String(points.of))} values. ${downSampled(points)}</figcaption>
        </figure>`;
      })}
    </div>
    <p class="caption">${shownOf(plots.length, MAX_PLOTS, 'plots', 'the result in code')}</p>
  </section>`;
}

export function downSampled({ shown, of, stretches }: Drawn): string {
  if (stretches === undefined) return '';
  return `Drawn from ${grouped(String(shown))} of ${grouped(String(of))} points: of each of ${grouped(String(stretches))} equal stretches the lowest and the highest point of every line.`;
}
