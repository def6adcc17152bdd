import type { BacktestResult } from '../../engine/result.js';
import { FIGURES, type FigureUnit } from '../definitions.js';
import { grouped, statisticText } from '../format.js';
import type { Figure } from '../figures.js';
import { isStatistic } from '../metrics-json.js';
import type { Statistic } from '../../statistics/statistic.js';
import { html, type Html } from './html.js';

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
  return html`<section class="panel" aria-labelledby="figures-head">
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
  return html`<tr>
    <th scope="row">${named}<span class="definition">${text}${source === undefined ? undefined : html` <cite>${source}.</cite>`}</span></th>
    ${cell(value, unit)}${compared ? (benchmark === undefined ? html`<td></td>` : cell(benchmark, unit)) : undefined}
    <td class="number soft">${grouped(String(value.n))}<span class="counts">${counts}</span></td>
  </tr>`;
}

function ownRow(name: string, value: Statistic, compared: boolean): Html {
  return html`<tr>
    <th scope="row">${name}<span class="definition">An analyzer of the configuration.</span></th>
    ${value.value === undefined ? cell(value, 'ratio') : html`<td class="number">${String(value.value)}</td>`}${compared ? html`<td></td>` : undefined}
    <td class="number soft">${grouped(String(value.n))}</td>
  </tr>`;
}

function cell(value: Statistic, unit: FigureUnit): Html {
  return value.value === undefined
    ? html`<td class="undefined">undefined: ${value.reason}</td>`
    : html`<td class="number">${statisticText(value, unit)}</td>`;
}
