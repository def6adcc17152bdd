import type { BacktestResult } from '../../engine/result.js';
import { amount } from '../format.js';
import { html, type Html } from './html.js';

export const BASIS: Readonly<Record<string, string>> = {
  raw: 'prices as traded',
  split: 'prices adjusted for splits',
  'total-return': 'prices adjusted for splits and dividends (total return)',
};

/** How the run was set up. */
export function settingsPanel({ settings, startCash }: BacktestResult): Html {
  const { account, basis, strategies, seed, risk } = settings;
  const facts: readonly (readonly [string, string])[] = [
    ['Strategy', strategies.map(({ name, params }) => `${name}${parameters(params)}`).join('; ')],
    ['Prices', BASIS[basis] ?? basis],
    [
      'Account',
      `${amount(startCash)} ${account.currency} to start with, cash buffer ${(account.cashBuffer * 100).toFixed(2)} %${account.shortSales ? ', short sales allowed' : ''}`,
    ],
    ['Costs', costsText(settings.broker)],
    ['Risk rules', risk.length === 0 ? 'none' : risk.join(', ')],
    ['Seed', String(seed)],
  ];
  return html`<section class="panel" id="setup" aria-labelledby="setup-head">
    <h2 id="setup-head">How it was set up</h2>
    <dl class="facts">
      ${facts.map(
        ([term, text]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** The broker's own words for its cost models. */
function costsText(broker: Readonly<Record<string, unknown>>): string {
  const costs = broker['costs'];
  if (!Array.isArray(costs)) return 'as the broker charges them';
  if (costs.length === 0) return 'none: this run traded for free';
  return costs
    .map((cost: { readonly kind?: unknown; readonly model?: unknown }) => `${String(cost.kind)}: ${String(cost.model)}`)
    .join('; ');
}

function parameters(params: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(params);
  return entries.length === 0 ? '' : ` (${entries.map(([name, value]) => `${name} ${short(value)}`).join(', ')})`;
}

function short(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? (JSON.stringify(value) ?? '') : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
