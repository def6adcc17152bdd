import { packageInfo } from '../report/package-info.js';
import { scaleControls, downSampled } from '../report/tearsheet/charts.js';
import { navigation, topBar } from '../report/tearsheet/header.js';
import { html, type Html } from '../report/tearsheet/html.js';
import { monthlyTable } from '../report/tearsheet/monthly-table.js';
import { page } from '../report/tearsheet/page.js';
import { grouped } from '../report/format.js';
import type { Comparison } from './comparison.js';
import { commonTable, correlationTable, figureTable, runTable } from './comparison-tables.js';

const SECTIONS = [
  ['side', 'Side by side'],
  ['performance', 'Growth'],
  ['drawdowns', 'Drawdowns'],
  ['returns', 'Returns'],
  ['correlation', 'Correlation'],
  ['figures', 'All figures'],
  ['source', 'Sources'],
] as const;

/** One page that shows several runs side by side: a single file that needs no network. */
export function comparisonPage(comparison: Comparison): string {
  const { title, runs, period, drawn, warnings } = comparison;
  const { dates, curves } = period;
  const positive = curves.every(({ rebased }) => rebased.every((value) => !(value <= 0)));
  const body = html`<header class="top">
      ${topBar('Barstream comparison')}
      <h1>${title}</h1>
      <p class="lead">
        <b>${dates[0]}</b> to <b>${dates[dates.length - 1]}</b
        ><span class="dot" aria-hidden="true"> · </span>${grouped(String(dates.length))} sessions that all runs cover
      </p>
      ${navigation(SECTIONS)}
    </header>
    ${warningList(warnings)} ${commonTable(period)}
    <section class="panel" id="performance" aria-labelledby="equity-head">
      <div class="panel-head">
        <h2 id="equity-head">Growth of 100</h2>
        ${scaleControls(positive)}
      </div>
      ${legend(comparison)}
      <div class="chart" data-chart="equity" role="img" aria-label="Line chart of the equity of each run, rebased to 100"></div>
      <p class="caption">
        Equity of each run over its equity just before the first common session, × 100. Costs are in it; the benchmark has none.
        ${downSampled(drawn.drawn)}
      </p>
    </section>
    <section class="panel" id="drawdowns" aria-labelledby="drawdown-head">
      <h2 id="drawdown-head">Drawdowns</h2>
      ${legend(comparison)}
      <div class="chart low" data-chart="drawdown" role="img" aria-label="Line chart of the drawdown of each run"></div>
      <p class="caption">Equity below its highest value so far within the common period, of one point a session.</p>
    </section>
    <section class="panel" id="returns" aria-labelledby="years-head">
      <h2 id="years-head">Returns by year</h2>
      ${legend(comparison)}
      <div class="chart low" data-chart="years" role="img" aria-label="Bar chart of the return of each calendar year"></div>
      <p class="caption">Of the common period; the first and the last year may be parts of a year.</p>
    </section>
    ${months(comparison)} ${correlationTable(period)} ${figureTable(runs)} ${runTable(runs)}`;
  return page({ title: `${title}: comparison`, body, data: drawn.data, version: packageInfo().version });
}

function warningList(warnings: readonly string[]): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`<section class="panel warnings" id="caveats" aria-labelledby="caveats-head">
    <h2 id="caveats-head">Before you compare</h2>
    <ul>
      ${warnings.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}

function legend({ period }: Comparison): Html {
  return html`<p class="legend">
    ${period.curves.map(
      ({ label, isBenchmark }, i) =>
        html`<span class="pairing"><span class="key ${isBenchmark ? 'key-held' : `key-${(i % 6) + 1}`}"></span>${label}</span> `,
    )}
  </p>`;
}

function months({ period, drawn }: Comparison): Html {
  return html`<section class="panel" id="months" aria-labelledby="months-head">
    <h2 id="months-head">Returns by month <span class="soft">percent</span></h2>
    ${period.curves.map(
      ({ label }, i) =>
        html`<details${i < 2 ? html` open` : undefined}>
          <summary>${label}</summary>
          ${monthlyTable(drawn.calendars[i]!, `Returns of ${label} by month in percent`)}
        </details>`,
    )}
    <p class="caption">
      Session returns put together; the first and the last month may be parts of one. <span class="scale" aria-hidden="true"></span> full
      colour from ±10 % a month and ±30 % a year.
    </p>
  </section>`;
}
