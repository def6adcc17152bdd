import { Decimal } from '../../core/money.js';
import type { BacktestResult } from '../../engine/result.js';
import { grouped, inUnit } from '../format.js';
import { html, typeset, type Html } from './html.js';

type Row = readonly [string, Decimal];

/** Where the cash came from and went, exact, and what trading cost by kind. */
export function money(result: BacktestResult): Html {
  const { settings, metrics, startCash, finalCash, finalEquity, flows } = result;
  const { currency } = settings.account;
  const { costs } = metrics;
  const flowRows = [...flows].map(([kind, sum]) => [flowName(kind), sum] as const);
  const open = new Decimal(finalEquity).minus(finalCash);
  const digits = digitsOf([startCash, finalCash, ...flows.values(), costs.total, ...costs.byKind.values()]);
  const exact = (label: string, value: Decimal, css = ''): Html =>
    html`<tr class="${css}">
      <th scope="row">${label}</th>
      <td class="number">${typeset(grouped(value.toFixed(digits)))}</td>
    </tr>`;
  const share = (value: Decimal): string =>
    costs.traded.isZero() ? '' : `${inUnit(value.div(costs.traded).mul(10_000).toNumber(), 'ratio')} bp`;
  const costRow = ([label, value]: Row, css = ''): Html =>
    html`<tr class="${css}">
      <th scope="row">${label}</th>
      <td class="number">${typeset(grouped(value.toFixed(digits)))}</td>
      <td class="number soft">${share(value)}</td>
    </tr>`;
  return html`<div class="pair">
    <section class="panel" aria-labelledby="cash-head">
      <h2 id="cash-head">Cash, to the last digit</h2>
      <table class="money">
        <tbody>
          ${exact('Starting cash', startCash)}${flowRows.map(([kind, sum]) => exact(kind, sum, 'inner'))}${exact('Final cash', finalCash, 'sum')}
        </tbody>
        <tbody>
          <tr>
            <th scope="row">Open positions at their last price</th>
            <td class="number">${typeset(inUnit(open.toNumber(), 'money'))}</td>
          </tr>
          <tr class="sum">
            <th scope="row">Final equity</th>
            <td class="number">${typeset(inUnit(finalEquity, 'money'))}</td>
          </tr>
        </tbody>
      </table>
      <p class="caption">${currency}. Starting cash and flows add up to the final cash exactly; prices of open positions are float64.</p>
    </section>
    <section class="panel" id="costs" aria-labelledby="costs-head">
      <h2 id="costs-head">Costs by kind</h2>
      ${
        costs.byKind.size === 0
          ? html`<p>No cost was charged.</p>`
          : html`<table class="money">
              <tbody>
                ${[...costs.byKind].map((kind) => costRow(kind))}${costRow(['All costs', costs.total], 'sum')}
              </tbody>
            </table>`
      }
      ${
        costs.byKind.size === 0
          ? undefined
          : html`<div
              class="chart small"
              data-chart="lines"
              data-of="costs"
              role="img"
              aria-label="Line chart of the costs paid so far"
            ></div>`
      }
      <p class="caption">
        ${currency}, and basis points (0.01 %) of the ${inUnit(costs.traded.toNumber(), 'money')} traded in ${grouped(String(costs.fills))}
        fills. The chart adds them up over time.
      </p>
    </section>
  </div>`;
}

function flowName(kind: string): string {
  return kind === 'trade' ? 'Sales less purchases' : kind[0]!.toUpperCase() + kind.slice(1);
}

/** Digits that every one of these amounts can be written with: at least cents. */
function digitsOf(amounts: readonly Decimal[]): number {
  return Math.max(2, ...amounts.map((amount) => amount.decimalPlaces()));
}
