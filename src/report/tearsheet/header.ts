import type { BacktestResult } from '../../engine/result.js';
import { amount, grouped } from '../format.js';
import { html, type Html } from './html.js';
import { BASIS } from './settings.js';

/** Name and period of the run, and the way to its parts. */
export function header({ settings, metrics, startCash }: BacktestResult, sections: readonly (readonly [string, string])[]): Html {
  const { account, calendar, basis } = settings;
  const parts: readonly (Html | string)[] = [
    metrics.firstSession === undefined ? 'no session' : html`<b>${metrics.firstSession}</b> to <b>${metrics.lastSession}</b>`,
    `${grouped(String(metrics.sessions))} sessions of ${calendar}`,
    BASIS[basis] ?? basis,
    `${amount(startCash)} ${account.currency} to start with`,
  ];
  return html`<header class="top">
    ${topBar('Barstream backtest')}
    <h1>${settings.name}</h1>
    <p class="lead">${parts.map((part, i) => (i === 0 ? part : html`<span class="dot" aria-hidden="true"> · </span>${part}`))}</p>
    ${navigation(sections)}
  </header>`;
}

export function topBar(text: string): Html {
  return html`<div class="bar">
    <p class="eyebrow">${text}</p>
    <button type="button" id="theme" class="button" aria-label="Switch between light and dark">Dark</button>
  </div>`;
}

export function navigation(sections: readonly (readonly [string, string])[]): Html {
  return html`<nav aria-label="Parts of the page">${sections.map(([id, text]) => html`<a href="#${id}">${text}</a> `)}</nav>`;
}
