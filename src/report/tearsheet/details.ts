import type { BacktestResult } from '../../engine/result.js';
import { grouped } from '../format.js';
import { jsonText } from '../json.js';
import type { Provenance } from '../manifest.js';
import { withoutMachinePaths } from '../paths.js';
import { MAX_ROWS, shownOf } from './budget.js';
import { html, type Html } from './html.js';

/** Settings, data and code of the run. */
export function details(result: BacktestResult, { barstream, node, file, parameters, data }: Provenance): Html {
  const { settings } = result;
  const { sources } = withoutMachinePaths(result);
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Barstream', `${barstream.version}${barstream.code === undefined ? '' : `, code ${barstream.code}`}`],
    ['Node', node],
    ['Seed', String(settings.seed)],
    ['File', file && `${file.name}, SHA-256 ${file.sha256}`],
    ['Set from outside', given.length === 0 ? undefined : given.join(', ')],
    ['Data', `SHA-256 ${data.sha256}`],
  ];
  return html`<section class="panel" id="source" aria-labelledby="details-head">
    <h2 id="details-head">Where it comes from</h2>
    <dl class="facts wide">
      ${facts.flatMap(([term, text]) =>
        text === undefined
          ? []
          : [
              html`<div>
                <dt>${term}</dt>
                <dd>${text}</dd>
              </div>`,
            ],
      )}
    </dl>
    <details>
      <summary>
        Data of ${data.series.length} series${data.externals.length === 0 ? undefined : ` and ${data.externals.length} external series`}
      </summary>
      <div class="scroll">
        <table class="hashes">
          <thead>
            <tr>
              <th scope="col">Series</th>
              <th scope="col" class="number">Rows</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            ${data.series.slice(0, MAX_ROWS).map(
              (one) =>
                html`<tr>
                  <th scope="row">${one.symbol} ${one.interval}</th>
                  <td class="number">${grouped(String(one.rows))}</td>
                  <td>${one.first?.slice(0, 10)}</td>
                  <td>${one.last?.slice(0, 10)}</td>
                  <td><code>${one.sha256}</code></td>
                </tr>`,
            )}${data.externals.slice(0, MAX_ROWS).map(
              (one) =>
                html`<tr>
                  <th scope="row">${one.name}${one.symbol === undefined ? undefined : ` ${one.symbol}`}</th>
                  <td class="number">${grouped(String(one.values))}</td>
                  <td></td>
                  <td></td>
                  <td><code>${one.sha256}</code></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="caption">
        ${shownOf(Math.max(data.series.length, data.externals.length), MAX_ROWS, 'series', 'manifest.json')} Read from
        ${
          sources
            .slice(0, MAX_ROWS)
            .map(
              (source) =>
                `${source.name} (${grouped(String(source.rows))} rows${source.dropped === undefined || source.dropped.length === 0 ? '' : `, ${source.dropped.length} left out`})`,
            )
            .join(', ') || 'memory'
        }.
      </p>
    </details>
    <details>
      <summary>All settings</summary>
      <pre>${jsonText(settings)}</pre>
    </details>
  </section>`;
}
