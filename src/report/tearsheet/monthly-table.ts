import { fixed } from '../format.js';
import type { YearReturns } from './calendar-returns.js';
import { html, typeset, type Html } from './html.js';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A month with this return, or more, has the full colour. */
const FULL = 0.1;

/** Months as a table of coloured cells: it reads the same on paper, in black and white and to those who cannot see it. */
export function monthlyTable(years: readonly YearReturns[], caption: string): Html {
  return html`<table class="heat">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col"><span class="hidden">Year</span></th>
        ${MONTHS.map(
          (month) =>
            html`<th scope="col">
              <abbr title="${month}">${month[0] ?? ''}<span class="wide">${month.slice(1, 3)}</span></abbr>
            </th>`,
        )}
        <th scope="col">Year</th>
      </tr>
    </thead>
    <tbody>
      ${years.map(
        ({ year, months, total }) =>
          html`<tr>
            <th scope="row">${year}</th>
            ${months.map((value) => (value === undefined ? html`<td class="empty"></td>` : cell(value)))}${cell(total, 'total')}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function cell(value: number, css = ''): Html {
  if (!Number.isFinite(value)) return html`<td class="empty">–</td>`;
  const strength = Math.min(1, Math.abs(value) / (css === '' ? FULL : FULL * 3));
  return html`<td class="${value < 0 ? 'down' : 'up'} ${css}" style="--v:${Math.round(strength * 100)}%">
    <span class="wide">${typeset(fixed(value * 100, 1))}</span><span class="narrow">${typeset(fixed(value * 100, 0))}</span>
  </td>`;
}
