import type { BacktestResult } from '../../engine/result.js';
import { grouped, inUnit } from '../format.js';
import type { DrawnRun } from './chart-data.js';
import { html, typeset, type Html } from './html.js';
import { monthlyTable } from './monthly-table.js';

/** Returns by month, year and session. */
export function returns({ settings, benchmark, metrics }: BacktestResult, { data, years }: DrawnRun): Html | undefined {
  if (years.length === 0) return undefined;
  const { distribution } = data;
  const months = years.flatMap((year) => year.months.filter((value) => value !== undefined));
  return html`<section class="panel" id="returns" aria-labelledby="months-head">
      <h2 id="months-head">Returns by month <span class="soft">percent</span></h2>
      ${monthlyTable(years, `Returns of ${settings.name} by month in percent`)}
      <p class="caption">
        ${months.length} months, ${months.filter((value) => value > 0).length} of them above 0. The first and the last one may be parts of a
        month. <span class="scale" aria-hidden="true"></span> full colour from ±10 % a month and ±30 % a year.
      </p>
    </section>
    <div class="pair">
      <section class="panel" aria-labelledby="years-head">
        <h2 id="years-head">Returns by year</h2>
        ${legend(settings.name, benchmark?.symbol)}
        <div class="chart small" data-chart="years" role="img" aria-label="Bar chart of the return of each calendar year"></div>
        <p class="caption">Calendar years; the first and the last one may be parts of a year.</p>
      </section>
      <section class="panel" aria-labelledby="distribution-head">
        <h2 id="distribution-head">Distribution of session returns</h2>
        ${
          distribution === undefined
            ? html`<p class="caption">It needs two sessions with different returns.</p>`
            : html`<div class="chart small" data-chart="distribution" role="img" aria-label="Histogram of the session returns"></div>
                <p class="caption">
                  n = ${grouped(String(distribution.n))} session returns of ${grouped(String(metrics.sessions))} sessions, in steps of
                  ${typeset(inUnit(distribution.width, 'percent'))}. None is left out.
                </p>`
        }
      </section>
    </div>`;
}

export function legend(name: string, benchmark: string | undefined): Html | undefined {
  if (benchmark === undefined) return undefined;
  return html`<p class="legend"><span class="key key-equity"></span>${name}<span class="key key-benchmark"></span>${benchmark}</p>`;
}
