import type { Contribution } from '../../analyzers/attribution.js';
import type { BacktestResult } from '../../engine/result.js';
import { amount, grouped, inUnit } from '../format.js';
import { MAX_ROWS, shownOf } from './budget.js';
import { html, typeset, type Html } from './html.js';

/** Symbols in the table; the others are folded. */
const SHOWN = 12;

/** Who made the profit: by symbol and, where there are several, by strategy. */
export function attribution({ performance, settings, metrics }: BacktestResult): Html | undefined {
  if (metrics.fills === 0) return undefined;
  const { profit, bySymbol, byStrategy, other } = performance.attribution;
  const sorted = bySymbol.toSorted((a, b) => b.net - a.net);
  return html`<section class="panel" id="attribution" aria-labelledby="attribution-head">
    <h2 id="attribution-head">Where the profit came from</h2>
    ${byStrategy.length > 1 ? table('Strategy', byStrategy) : undefined}${table('Symbol', sorted.length <= SHOWN ? sorted : [...sorted.slice(0, SHOWN / 2), ...sorted.slice(-SHOWN / 2)])}
    ${
      sorted.length <= SHOWN
        ? undefined
        : html`<details>
            <summary>All ${sorted.length} symbols</summary>
            ${table('Symbol', sorted.slice(0, MAX_ROWS))}
            <p class="caption">${shownOf(sorted.length, MAX_ROWS, 'symbols', 'metrics.json')}</p>
          </details>`
    }
    <p class="caption">
      ${settings.account.currency}. Net profit = closed trades before costs + what is open at the last price − costs; it adds up to the
      profit of the run,
      ${typeset(inUnit(profit, 'money'))}${Math.abs(other) >= 0.005 ? `, with ${typeset(inUnit(other, 'money'))} of other cash flows` : ''}.
      ${sorted.length <= SHOWN ? undefined : `The ${SHOWN / 2} best and the ${SHOWN / 2} worst of ${sorted.length} symbols.`}
    </p>
  </section>`;
}

function table(title: string, rows: readonly Contribution[]): Html {
  return html`<table class="compact">
    <thead>
      <tr>
        <th scope="col">${title}</th>
        <th scope="col" class="number medium">Trades</th>
        <th scope="col" class="number medium">Closed</th>
        <th scope="col" class="number medium">Open</th>
        <th scope="col" class="number">Costs</th>
        <th scope="col" class="number">Net profit</th>
        <th scope="col" class="number">Share</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, trades, realised, unrealised, costs, net, ofProfit }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="number medium">${grouped(String(trades))}</td>
            <td class="number medium">${typeset(amount(realised.toDecimalPlaces(2)))}</td>
            <td class="number medium">${typeset(inUnit(unrealised, 'money'))}</td>
            <td class="number">${typeset(amount(costs.toDecimalPlaces(2)))}</td>
            <td class="number">${typeset(inUnit(net, 'money'))}</td>
            <td class="number">${typeset(ofProfit.value === undefined ? '–' : inUnit(ofProfit.value, 'percent'))}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
