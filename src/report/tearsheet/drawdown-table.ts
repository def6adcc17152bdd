import { isoDateOfDay, DAY } from '../../core/time.js';
import type { TimedDrawdown } from '../../statistics/drawdowns.js';
import { fixed, inUnit } from '../format.js';
import { html, typeset, type Html } from './html.js';

/** The worst drawdowns, deepest first, numbered as on the chart. */
export function drawdownTable(worst: readonly TimedDrawdown[]): Html {
  if (worst.length === 0) return html`<p class="caption">Equity never fell below its peak.</p>`;
  return html`<table class="compact">
    <caption class="hidden">
      The worst drawdowns
    </caption>
    <thead>
      <tr>
        <th scope="col">No.</th>
        <th scope="col" class="number">Depth</th>
        <th scope="col">Peak</th>
        <th scope="col">Bottom</th>
        <th scope="col">Made good</th>
        <th scope="col" class="number">Days</th>
      </tr>
    </thead>
    <tbody>
      ${worst.map(
        ({ depth, peakTime, troughTime, recoveryTime, lengthDays }, i) =>
          html`<tr>
            <th scope="row">${i + 1}</th>
            <td class="number">${typeset(inUnit(depth, 'percent'))}</td>
            <td>${day(peakTime)}</td>
            <td>${day(troughTime)}</td>
            <td>${recoveryTime === undefined ? html`<span class="soft">not yet</span>` : day(recoveryTime)}</td>
            <td class="number">${fixed(lengthDays, 0)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function day(time: number): Html {
  return html`<time>${isoDateOfDay(Math.floor(time / DAY))}</time>`;
}
