import { grouped, statisticText } from '../format.js';
import type { Figure } from '../figures.js';
import { html, typeset, type Html } from './html.js';

const KEYS = ['totalReturn', 'cagr', 'sharpe', 'maxDrawdown', 'volatility', 'probabilisticSharpe', 'winRate', 'costs'];

/** The figures that people look for first. */
export function cards(figures: readonly Figure[], benchmark: string | undefined, currency: string): Html {
  const shown = KEYS.flatMap((key) => figures.filter((figure) => figure.definition.key === key));
  return html`<section class="cards" aria-label="Key figures">${shown.map((figure) => card(figure, benchmark, currency))}</section>`;
}

function card({ definition, value, benchmark: of }: Figure, symbol: string | undefined, currency: string): Html {
  const { label, unit, counts } = definition;
  const main =
    value.value === undefined
      ? html`<p class="value none">undefined</p>`
      : html`<p class="value">
          ${typeset(statisticText(value, unit))}${unit === 'money' ? html` <small>${currency}</small>` : undefined}
        </p>`;
  const below =
    value.value === undefined
      ? value.reason
      : of?.value !== undefined
        ? `${symbol ?? 'benchmark'} ${typeset(statisticText(of, unit))}`
        : `of ${grouped(String(value.n))} ${counts}`;
  return html`<div class="card">
    <p class="label">${label}</p>
    ${main}
    <p class="below">${below}</p>
  </div>`;
}
