import type { BacktestResult } from '../engine/result.js';
import { equityPoints, type EquityDetail } from './equity-points.js';
import { figuresOf } from './figures.js';
import { provenance as provenanceOf, type Provenance } from './manifest.js';
import { asset } from './package-info.js';
import { cards } from './tearsheet/cards.js';
import { chartData } from './tearsheet/chart-data.js';
import { equityCharts, plotCharts } from './tearsheet/charts.js';
import { details, warnings } from './tearsheet/details.js';
import { figuresTable } from './tearsheet/figures-table.js';
import { header } from './tearsheet/header.js';
import { html, jsonScript, raw } from './tearsheet/html.js';
import { money } from './tearsheet/money.js';
import { strategies } from './tearsheet/strategies.js';

export interface TearsheetOptions {
  /** Points in the charts. Default `sessions`. */
  readonly equity?: EquityDetail;
  /** Versions and hashes to print. Default: those of the result, without a file. */
  readonly provenance?: Provenance;
}

/** The page may run its own script and styles and load nothing at all. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** One page that shows a run: a single file that needs no network, for light and dark screens, phones and paper. */
export function tearsheet(result: BacktestResult, options: TearsheetOptions = {}): string {
  const { equity: detail = 'sessions', provenance = provenanceOf(result) } = options;
  const points = equityPoints(result, detail);
  const drawn = chartData(result, points);
  const figures = figuresOf(result);
  const { settings } = result;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${settings.name}: backtest</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(asset('tearsheet.css'))}
        </style>
      </head>
      <body>
        <main>
          ${header(result)} ${cards(figures, settings.benchmark, settings.account.currency)} ${equityCharts(result, points, drawn.equity)}
          ${warnings(result)} ${plotCharts(result, drawn.plots)} ${figuresTable(result, figures)} ${money(result)} ${strategies(result)}
          ${details(result, provenance)}
          <footer>A simulation of the past, made by Barstream ${provenance.barstream.version}. It is no promise of anything.</footer>
        </main>
        <noscript><p class="noscript">The charts need JavaScript.</p></noscript>
        ${jsonScript('run', drawn.data)}
        <script>
          ${raw(asset('charts.js'))};
        </script>
      </body>
    </html> `.text;
}
