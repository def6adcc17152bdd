import type { BacktestResult } from '../../engine/result.js';
import { grouped } from '../format.js';
import { MAX_TRADES } from './budget.js';
import { html, type Html } from './html.js';
import type { Prices } from './price-data.js';

/** Prices with the trades on them, and all trades as a table. Its rows are made by the page's script. */
export function trades({ metrics, settings }: BacktestResult, prices: Prices): Html | undefined {
  if (metrics.trades === 0 && prices.data.length === 0) return undefined;
  return html`${priceChart(prices)}${metrics.trades === 0 ? undefined : tradeTable(metrics.trades, settings.account.currency)}`;
}

function priceChart({ data, without }: Prices): Html | undefined {
  if (data.length === 0) return undefined;
  return html`<section class="panel" id="prices" aria-labelledby="prices-head">
    <div class="panel-head">
      <h2 id="prices-head">Trades on the price</h2>
      <div class="controls">
        <label class="field" ${data.length === 1 ? html` hidden` : undefined}
          ><span>Symbol</span>
          <select id="symbol">
            ${data.map(({ symbol }, i) => html`<option value="${i}">${symbol}</option>`)}
          </select></label
        >
        <button type="button" class="button toggle" id="price-log" aria-pressed="false">Log</button>
        <div class="switch" role="group" aria-label="Zoom">
          <button type="button" data-zoom="in" aria-label="Zoom in">+</button
          ><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="all">All</button>
        </div>
      </div>
    </div>
    <p class="legend">
      <span class="mark mark-long">▲</span>buy <span class="mark mark-short">▼</span>sell <span class="key key-gain"></span>trade with a
      profit <span class="key key-loss dashed"></span>with a loss
    </p>
    <div class="chart" data-chart="prices" role="img" aria-label="Candles of the price with the trades on them"></div>
    <p class="caption" id="prices-caption"></p>
    ${
      without.length === 0
        ? undefined
        : html`<p class="caption">
            Without a chart, for they were traded least:
            ${without.slice(0, 40).join(', ')}${without.length > 40 ? ` and ${without.length - 40} more` : ''}.
          </p>`
    }
  </section>`;
}

function tradeTable(count: number, currency: string): Html {
  const shown = Math.min(count, MAX_TRADES);
  return html`<section class="panel" id="trades" aria-labelledby="trades-head">
    <div class="panel-head">
      <h2 id="trades-head">Trades</h2>
      <label class="field search"
        ><span>Search</span> <input type="search" id="trade-search" placeholder="symbol, long, loss, 2008-10 …" autocomplete="off" />
      </label>
    </div>
    <p class="caption" id="trade-count" aria-live="polite"></p>
    <div id="trade-detail" class="detail" tabindex="-1" hidden></div>
    <table class="trades" id="trade-table">
      <thead></thead>
      <tbody></tbody>
    </table>
    <div class="pager" role="group" aria-label="Pages of the table">
      <button type="button" class="button" data-page="first" aria-label="First page">«</button>
      <button type="button" class="button" data-page="before">Back</button>
      <span id="trade-page"></span>
      <button type="button" class="button" data-page="next">Next</button>
      <button type="button" class="button" data-page="last" aria-label="Last page">»</button>
    </div>
    <p class="caption">
      ${currency}. Closed pieces of positions, first in first out; profit after the costs of entry and exit; return is profit over the value
      of the entry.
      ${
        shown < count
          ? `The page holds ${grouped(String(shown))} of ${grouped(String(count))}: those with the largest profits and losses.`
          : undefined
      }
      trades.csv has all of them, exact. Choose a trade to see why it happened.
    </p>
  </section>`;
}
