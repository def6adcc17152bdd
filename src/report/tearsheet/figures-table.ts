import type { BacktestResult } from '../../engine/result.js';
import { FIGURES, type FigureUnit } from '../definitions.js';
import { grouped, statisticText } from '../format.js';
import type { Figure } from '../figures.js';
import { isStatistic } from '../metrics-json.js';
import type { Statistic } from '../../statistics/statistic.js';
import { html, typeset, type Html } from './html.js';

/** All figures, each with its definition, what it was made from and, where it has none, the reason. */
export function figuresTable({ settings, benchmark, metrics, analysis }: BacktestResult, figures: readonly Figure[]): Html {
  const groups = [...new Set(FIGURES.map((figure) => figure.group))];
  const own = Object.entries(analysis).flatMap(([name, value]) => (isStatistic(value) ? [[name, value] as const] : []));
  const columns = benchmark === undefined ? 3 : 4;
  const group = (title: string, rows: readonly Html[]): Html =>
    html`<tbody>
      <tr class="group">
        <th colspan="${columns}" scope="rowgroup">${title}</th>
      </tr>
      ${rows}
    </tbody>`;
  return html`<section class="panel" id="figures" aria-labelledby="figures-head">
    <h2 id="figures-head">Figures and their definitions</h2>
    <p class="caption">
      n is the number of observations that a figure was made from. A year has ${metrics.sessionsPerYear} sessions (${settings.calendar}).
    </p>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" class="number">Run</th>
          ${benchmark === undefined ? undefined : html`<th scope="col" class="number">${benchmark.symbol}</th>`}
          <th scope="col" class="number">n</th>
        </tr>
      </thead>
      ${groups.map((title) =>
        group(
          title,
          figures
            .filter((figure) => figure.definition.group === title)
            .map((figure) => row(figure, benchmark !== undefined, settings.account.currency)),
        ),
      )}
      ${
        own.length === 0
          ? undefined
          : group(
              'Further analyzers',
              own.map(([name, value]) => ownRow(name, value, benchmark !== undefined)),
            )
      }
    </table>
  </section>`;
}

function row({ definition, value, benchmark }: Figure, compared: boolean, currency: string): Html {
  const { label, unit, definition: text, source, counts } = definition;
  const named = unit === 'money' ? `${label}, ${currency}` : unit === 'days' ? `${label}, days` : label;
  const cells = html`${cell(value, unit)}${compared ? (benchmark === undefined ? html`<td></td>` : cell(benchmark, unit)) : undefined}`;
  return rows(
    named,
    cells,
    value.n,
    html`${text}${source === undefined ? undefined : html` <cite>${source}.</cite>`} n counts ${counts}.`,
    compared,
  );
}

function ownRow(name: string, value: Statistic, compared: boolean): Html {
  const shown = value.value === undefined ? cell(value, 'ratio') : html`<td class="number">${typeset(String(value.value))}</td>`;
  return rows(name, html`${shown}${compared ? html`<td></td>` : undefined}`, value.n, html`An analyzer of the configuration.`, compared);
}

/** The figure, and below it, over the whole width, what it means. */
function rows(name: string, cells: Html, n: number, text: Html, compared: boolean): Html {
  return html`<tr>
      <th scope="row">${name}</th>
      ${cells}
      <td class="number soft">${grouped(String(n))}</td>
    </tr>
    <tr class="definition">
      <td colspan="${compared ? 4 : 3}">${text}</td>
    </tr>`;
}

function cell(value: Statistic, unit: FigureUnit): Html {
  return value.value === undefined
    ? html`<td class="undefined">undefined: ${value.reason}</td>`
    : html`<td class="number">${typeset(statisticText(value, unit))}</td>`;
}
