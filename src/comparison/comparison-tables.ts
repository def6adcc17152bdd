import { FIGURES, type FigureUnit } from '../report/definitions.js';
import { grouped, inUnit } from '../report/format.js';
import { html, typeset, type Html } from '../report/tearsheet/html.js';
import { BASIS } from '../report/tearsheet/settings.js';
import type { Statistic } from '../statistics/statistic.js';
import { correlations, type CommonFigures, type CommonPeriod } from './common-period.js';
import type { ComparedRun } from './compared-run.js';

const COMMON: readonly (readonly [keyof CommonFigures, string, FigureUnit])[] = [
  ['totalReturn', 'Total return', 'percent'],
  ['cagr', 'Growth a year', 'percent'],
  ['volatility', 'Volatility a year', 'percent'],
  ['sharpe', 'Sharpe ratio', 'ratio'],
  ['maxDrawdown', 'Deepest drawdown', 'percent'],
];

/** The main figures of each run over the sessions that all runs cover: a row a run. */
export function commonTable({ curves }: CommonPeriod): Html {
  return html`<section class="panel" id="side" aria-labelledby="side-head">
    <h2 id="side-head">Side by side</h2>
    <div class="scroll">
      <table class="compact sheet">
        <thead>
          <tr>
            <th scope="col">Run</th>
            ${COMMON.map(([, label]) => html`<th scope="col" class="number">${label}</th>`)}
            <th scope="col" class="number">n</th>
          </tr>
        </thead>
        <tbody>
          ${curves.map(
            ({ label, figures }) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${COMMON.map(([key, label, unit]) => cell(figures[key], unit, { label }))}
                <td class="number soft" data-label="n">${grouped(String(figures.sharpe.n))}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="caption">
      Over the common period, of one point a session; definitions stand below. n counts session returns. The benchmark is without costs.
    </p>
  </section>`;
}

/** Correlation of session returns of each two curves. */
export function correlationTable({ curves }: CommonPeriod): Html {
  const matrix = correlations(curves);
  const n = matrix.flat().map((value) => value.n);
  return html`<section class="panel" id="correlation" aria-labelledby="correlation-head">
    <h2 id="correlation-head">Correlation of session returns</h2>
    <div class="scroll">
      <table class="heat matrix">
        <thead>
          <tr>
            <th scope="col"><span class="hidden">Run</span></th>
            ${curves.map(({ label }) => html`<th scope="col">${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${curves.map(
            ({ label }, i) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${matrix[i]!.map((value) => correlationCell(value))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="caption">Pearson's correlation over the sessions that both have, n = ${span(n)}. It says nothing of rare days.</p>
  </section>`;
}

function correlationCell({ value, reason }: Statistic): Html {
  if (value === undefined) return html`<td class="empty" title="${reason}">–</td>`;
  const strength = Math.round(Math.min(1, Math.abs(value)) * 100);
  return html`<td class="${value < 0 ? 'down' : 'up'}" style="--v:${strength}%">${typeset(value.toFixed(2))}</td>`;
}

function span(n: readonly number[]): string {
  const [low, high] = [Math.min(...n), Math.max(...n)];
  return low === high ? grouped(String(low)) : `${grouped(String(low))} to ${grouped(String(high))}`;
}

/** Every figure of metrics.json, each over its run's own period, with its definition. */
export function figureTable(runs: readonly ComparedRun[]): Html {
  const known = FIGURES.filter(({ key }) => runs.some(({ figures }) => figures.has(key)));
  const groups = [...new Set(known.map(({ group }) => group))];
  return html`<section class="panel" id="figures" aria-labelledby="figures-head">
    <h2 id="figures-head">All figures and their definitions</h2>
    <p class="caption">Each over its run's own period, with n below.</p>
    <div class="scroll">
      <table class="figures compared">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            ${runs.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}
          </tr>
        </thead>
        ${groups.map(
          (group) =>
            html`<tbody>
              <tr class="group">
                <th colspan="${runs.length + 1}" scope="rowgroup">${group}</th>
              </tr>
              ${known
                .filter((figure) => figure.group === group)
                .map(
                  ({ key, label, unit, definition, source, counts }) =>
                    html`<tr>
                        <th scope="row">${unit === 'days' ? `${label}, days` : label}</th>
                        ${runs.map(({ figures }) => cell(figures.get(key), unit, { withN: true }))}
                      </tr>
                      <tr class="definition">
                        <td colspan="${runs.length + 1}">
                          ${definition}${source === undefined ? undefined : html` <cite>${source}.</cite>`} n counts ${counts}.
                        </td>
                      </tr>`,
                )}
            </tbody>`,
        )}
      </table>
    </div>
  </section>`;
}

interface CellOptions {
  /** Name of the column, which a narrow screen shows beside the value. */
  readonly label?: string;
  readonly withN?: boolean;
}

function cell(value: Statistic | undefined, unit: FigureUnit, { label, withN = false }: CellOptions = {}): Html {
  const name = label === undefined ? undefined : html` data-label="${label}"`;
  if (value === undefined) return html`<td class="number soft" ${name}>–</td>`;
  if (value.value === undefined) return html`<td class="undefined" ${name}>undefined: ${value.reason}</td>`;
  return html`<td class="number" ${name}>
    ${typeset(inUnit(value.value, unit))}${withN ? html`<br /><small class="soft">${grouped(String(value.n))}</small>` : undefined}
  </td>`;
}

/** Where each run comes from, and what its trades were. */
export function runTable(runs: readonly ComparedRun[]): Html {
  const money = (value: number | undefined): string => (value === undefined ? '–' : typeset(inUnit(value, 'money')));
  const facts: readonly (readonly [string, (run: ComparedRun) => string])[] = [
    ['Folder', ({ dir }) => dir.split(/[\\/]/).at(-1) ?? dir],
    ['Period', ({ dates }) => `${dates[0]!} to ${dates[dates.length - 1]!}`],
    ['Prices', ({ manifest }) => BASIS[manifest.settings.basis] ?? manifest.settings.basis],
    ['Strategy', ({ manifest }) => manifest.settings.strategies.map(({ name, params }) => `${name} ${JSON.stringify(params)}`).join('; ')],
    ['Benchmark', ({ manifest }) => manifest.settings.benchmark ?? 'none'],
    ['Starting cash', ({ manifest }) => `${grouped(manifest.settings.account.cash)} ${manifest.settings.account.currency}`],
    [
      'Trades closed',
      ({ trades }) => `${grouped(String(trades.count))} (${trades.long} long, ${trades.short} short) in ${trades.symbols.length} symbols`,
    ],
    ['Best and worst trade', ({ trades }) => `${money(trades.best)} and ${money(trades.worst)}`],
    [
      'Barstream',
      ({ manifest }) =>
        `${manifest.barstream.version}${manifest.barstream.code === undefined ? '' : `, code ${manifest.barstream.code.slice(0, 12)}`}`,
    ],
    ['Data, SHA-256', ({ manifest }) => manifest.data.sha256.slice(0, 16)],
    ['Warnings of the run', ({ manifest }) => (manifest.warnings.length === 0 ? 'none' : manifest.warnings.join('; '))],
  ];
  return html`<section class="panel" id="source" aria-labelledby="source-head">
    <h2 id="source-head">Where they come from</h2>
    <div class="plots">
      ${runs.map(
        (run) =>
          html`<div>
            <h3>${run.label}</h3>
            <dl class="facts lines">
              ${facts.map(
                ([term, of]) =>
                  html`<div>
                    <dt>${term}</dt>
                    <dd>${of(run)}</dd>
                  </div>`,
              )}
            </dl>
          </div>`,
      )}
    </div>
  </section>`;
}
