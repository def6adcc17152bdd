import type { BacktestResult } from '../engine/result.js';
import { tradeRowsOf } from '../record/rows-of.js';
import { equityPoints, type EquityDetail } from './equity-points.js';
import { figuresOf } from './figures.js';
import { provenance as provenanceOf, type Provenance } from './manifest.js';
import { attribution } from './tearsheet/attribution.js';
import { cards } from './tearsheet/cards.js';
import { caveats } from './tearsheet/caveats.js';
import { chartData } from './tearsheet/chart-data.js';
import { drawdownChart, equityChart, plotCharts } from './tearsheet/charts.js';
import { details } from './tearsheet/details.js';
import { explanationData } from './tearsheet/explanation-data.js';
import { figuresTable } from './tearsheet/figures-table.js';
import { header } from './tearsheet/header.js';
import { html } from './tearsheet/html.js';
import { money } from './tearsheet/money.js';
import { page } from './tearsheet/page.js';
import { priceData } from './tearsheet/price-data.js';
import { returns } from './tearsheet/returns.js';
import { risk } from './tearsheet/risk.js';
import { sensitivity } from './tearsheet/sensitivity.js';
import { settingsPanel } from './tearsheet/settings.js';
import { shownTrades } from './tearsheet/shown-trades.js';
import { strategies } from './tearsheet/strategies.js';
import { tradeData } from './tearsheet/trade-data.js';
import { trades } from './tearsheet/trades.js';

/** Options of {@link tearsheet}. */
export interface TearsheetOptions {
  /** Points in the charts. Default `sessions`. */
  readonly equity?: EquityDetail;
  /** Versions and hashes to print. Default: those of the result, without a file. */
  readonly provenance?: Provenance;
}

/** One page that shows a run: a single file that needs no network, for light and dark screens, phones and paper. */
export function tearsheet(result: BacktestResult, options: TearsheetOptions = {}): string {
  const { equity: detail = 'sessions', provenance = provenanceOf(result) } = options;
  const points = equityPoints(result, detail);
  const drawn = chartData(result, points);
  const figures = figuresOf(result);
  const { settings } = result;
  const prices = priceData(result);
  const all = tradeRowsOf(result);
  const shown = shownTrades(all);
  const body = html`${header(result, sections(result))} ${cards(figures, settings.benchmark, settings.account.currency)} ${caveats(result)}
  ${equityChart(result, points, drawn.equity)} ${drawdownChart(result, points, drawn.worst)} ${returns(result, drawn)}
  ${risk(result, drawn.lines)} ${money(result)} ${sensitivity(result, drawn.data.sensitivity)} ${attribution(result)}
  ${trades(result, prices)} ${plotCharts(result, drawn.plots)} ${strategies(result)} ${figuresTable(result, figures)}
  ${settingsPanel(result)} ${details(result, provenance)}`;
  return page({
    title: `${settings.name}: backtest`,
    body,
    data: {
      ...drawn.data,
      prices: prices.data,
      trades: all.length === 0 ? undefined : tradeData(result, all, shown.inOrder, prices),
      explanations: explanationData(result, shown.bySize),
    },
    version: provenance.barstream.version,
  });
}

function sections({ metrics, plots }: BacktestResult): (readonly [string, string])[] {
  const shown: readonly (readonly [string, string] | undefined)[] = [
    ['performance', 'Performance'],
    ['drawdowns', 'Drawdowns'],
    ['returns', 'Returns'],
    ['rolling', 'Risk'],
    ['costs', 'Costs'],
    ['attribution', 'Attribution'],
    metrics.trades === 0 ? undefined : ['trades', 'Trades'],
    plots.length === 0 ? undefined : ['plots', 'Plots'],
    ['figures', 'Figures'],
    ['source', 'Sources'],
  ];
  return shown.filter((section) => section !== undefined);
}
