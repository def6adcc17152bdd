import type { BacktestResult } from '../../engine/result.js';
import type { CostSensitivity } from '../../statistics/cost-sensitivity.js';
import { grouped, inUnit, statisticText } from '../format.js';
import { html, typeset, type Html } from './html.js';
import { rounded, type Point } from './rounded.js';

/** What the chart of the cost sensitivity draws. */
export interface SensitivityData {
  readonly points: readonly { readonly multiple: number; readonly sharpe: Point }[];
  readonly breakEven: Point;
}

/** `undefined` where nothing was charged: every multiple is the same then. */
export function sensitivityData({ scenarios, breakEvenMultiple }: CostSensitivity): SensitivityData | undefined {
  const points = scenarios.map(({ multiple, sharpe }) => ({ multiple, sharpe: rounded(sharpe.value ?? Number.NaN, 6) }));
  if (points.every(({ sharpe }) => sharpe === null) || points.every(({ sharpe }) => sharpe === points[0]!.sharpe)) return undefined;
  return { points, breakEven: rounded(breakEvenMultiple.value ?? Number.NaN, 6) };
}

/** What would be left at other costs, and under other ways of prices within a bar. */
export function sensitivity({ reliability }: BacktestResult, data: SensitivityData | undefined): Html | undefined {
  const { costSensitivity: costs } = reliability;
  return html`<section class="panel" id="sensitivity" aria-labelledby="sensitivity-head">
    <h2 id="sensitivity-head">If the assumptions were others</h2>
    ${
      data === undefined
        ? html`<p class="caption">Nothing was charged, so there are no costs to scale.</p>`
        : html`<div class="split">
            <figure>
              <h3>Net Sharpe ratio at multiples of the costs</h3>
              <div class="chart small" data-chart="sensitivity" role="img" aria-label="Net Sharpe ratio at 0 to 5 times the costs"></div>
            </figure>
            ${costTable(costs)}
          </div>`
    }
    <p class="caption">
      ${breakEven(costs)} The fills are held fixed, and the costs of each session are scaled; what other costs would have changed in the
      decisions is not in it. n = ${grouped(String(costs.breakEvenMultiple.n))} session returns.
    </p>
    ${paths(reliability)}
  </section>`;
}

function costTable({ scenarios }: CostSensitivity): Html {
  return html`<table class="compact">
    <thead>
      <tr>
        <th scope="col">Costs</th>
        <th scope="col" class="number">Sharpe</th>
        <th scope="col" class="number">Total return</th>
      </tr>
    </thead>
    <tbody>
      ${scenarios.map(
        ({ multiple, sharpe, totalReturn }) =>
          html`<tr${multiple === 1 ? html` class="strong"` : undefined}>
            <th scope="row">${multiple} ×${multiple === 0 ? ' (none)' : multiple === 1 ? ' (as it was)' : ''}</th>
            <td class="number">${typeset(sharpe.value === undefined ? '–' : inUnit(sharpe.value, 'ratio'))}</td>
            <td class="number">${typeset(totalReturn.value === undefined ? '–' : inUnit(totalReturn.value, 'percent'))}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function breakEven({ breakEvenMultiple: { value, reason } }: CostSensitivity): string {
  if (value === undefined) return `There is no break-even: ${reason ?? 'it is undefined'}.`;
  if (value <= 0) return 'The mean return is below 0 even without costs.';
  return `The mean return is 0 at ${inUnit(value, 'ratio')} times the costs${value < 1 ? ': the run lost on average with its costs' : ''}.`;
}

function paths({ pathInterval, pathDependentFills }: BacktestResult['reliability']): Html {
  switch (pathInterval.kind) {
    case 'none':
      return html`<p class="caption">No fill depended on the way of prices within its bar: every path policy gives this run.</p>`;
    case 'unknown':
      return html`<p class="caption">
        ${grouped(String(pathDependentFills))} fills depended on the way of prices within their bar. By how much the result does is not
        known: ${pathInterval.reason}.
      </p>`;
    case 'measured':
      return html`<h3>Ways of prices within a bar</h3>
        <table class="compact">
          <thead>
            <tr>
              <th scope="col">Path policy</th>
              <th scope="col" class="number">Final equity</th>
              <th scope="col" class="number">Sharpe</th>
              <th scope="col" class="number">Fills</th>
            </tr>
          </thead>
          <tbody>
            ${pathInterval.outcomes.map(
              ({ policy, finalEquity, sharpe, fills }, i) =>
                html`<tr${i === 0 ? html` class="strong"` : undefined}>
                  <th scope="row">${policy}${i === 0 ? ' (this run)' : ''}</th>
                  <td class="number">${typeset(inUnit(finalEquity, 'money'))}</td>
                  <td class="number">${typeset(statisticText(sharpe, 'ratio'))}</td>
                  <td class="number">${grouped(String(fills))}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        <p class="caption">
          ${grouped(String(pathInterval.dependentFills))} fills depended on it: final equity lies between
          ${typeset(inUnit(pathInterval.worst.finalEquity, 'money'))} and ${typeset(inUnit(pathInterval.best.finalEquity, 'money'))}.
        </p>`;
  }
}
