import type { BacktestResult, SubAccountResult } from '../../engine/result.js';
import { amount, inUnit } from '../format.js';
import { MAX_ROWS, shownOf } from './budget.js';
import { html, typeset, type Html } from './html.js';

/** Who earned what, what is still held, and how old the inputs of decisions were. */
export function strategies(result: BacktestResult): Html {
  return html`${shares(result)}${positions(result)}${inputs(result)}`;
}

function shares({ strategies: all }: BacktestResult): Html | undefined {
  if (all.length < 2) return undefined;
  const own = all[0]!.account !== undefined;
  return html`<section class="panel" aria-labelledby="shares-head">
    <h2 id="shares-head">Strategies</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Strategy</th>
            <th scope="col" class="number">Allocation</th>
            <th scope="col" class="number">Closed trades, before costs</th>
            <th scope="col" class="number">Costs</th>
            ${
              own
                ? html`<th scope="col" class="number">Start</th>
                    <th scope="col" class="number">Final equity</th>`
                : undefined
            }
          </tr>
        </thead>
        <tbody>
          ${all.map(
            (share) =>
              html`<tr>
                <th scope="row">${share.name}</th>
                <td class="number">${inUnit(share.allocation, 'percent')}</td>
                <td class="number">${typeset(amount(share.realised))}</td>
                <td class="number">${typeset(amount(share.costs))}</td>
                ${own ? accountCells(share.account!) : undefined}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function accountCells({ startCash, finalEquity }: SubAccountResult): Html {
  return html`<td class="number">${typeset(amount(startCash))}</td>
    <td class="number">${typeset(inUnit(finalEquity, 'money'))}</td>`;
}

function positions({ positions: open }: BacktestResult): Html | undefined {
  if (open.length === 0) return undefined;
  const compared = new Set(open.map((position) => position.strategy)).size > 1;
  return html`<section class="panel" aria-labelledby="open-head">
    <h2 id="open-head">Open at the end</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            ${compared ? html`<th scope="col">Strategy</th>` : undefined}
            <th scope="col" class="number">Quantity</th>
          </tr>
        </thead>
        <tbody>
          ${open.slice(0, MAX_ROWS).map(
            (position) =>
              html`<tr>
                <th scope="row">${position.symbol}</th>
                ${compared ? html`<td>${position.strategy}</td>` : undefined}
                <td class="number">${typeset(position.quantity.toString())}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="caption">
      Valued at their last price; nothing was sold to end the run. ${shownOf(open.length, MAX_ROWS, 'positions', 'metrics.json')}
    </p>
  </section>`;
}

function inputs({ inputs: ages }: BacktestResult): Html | undefined {
  if (ages.length === 0) return undefined;
  const hours = (value: number | undefined): string => (value === undefined ? 'none' : inUnit(value, 'days'));
  return html`<section class="panel" aria-labelledby="inputs-head">
    <h2 id="inputs-head">Age of inputs at decisions</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col" class="number">Decisions</th>
            <th scope="col" class="number">Without a value</th>
            <th scope="col" class="number">Mean hours</th>
            <th scope="col" class="number">Oldest, hours</th>
          </tr>
        </thead>
        <tbody>
          ${ages.slice(0, MAX_ROWS).map(
            (age) =>
              html`<tr>
                <th scope="row">${age.name}${age.symbol === undefined ? undefined : ` (${age.symbol})`}</th>
                <td class="number">${age.decisions}</td>
                <td class="number">${age.withoutValue}</td>
                <td class="number">${hours(age.meanHours)}</td>
                <td class="number">${hours(age.maxHours)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="caption">
      Time of the decision less the time at which the value became known. ${shownOf(ages.length, MAX_ROWS, 'series', 'metrics.json')}
    </p>
  </section>`;
}
