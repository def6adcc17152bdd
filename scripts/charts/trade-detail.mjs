// What is known of one trade: its figures and, where the run recorded it, why it happened.
import { grouped, percent } from './numbers.mjs';
import { element, money, price, quantityText } from './trade-table.mjs';

export function showTrade(place, trade, data) {
  const head = element('div', { class: 'panel-head' });
  const close = element('button', { type: 'button', class: 'button' }, 'Close');
  close.addEventListener('click', () => {
    place.hidden = true;
  });
  head.append(element('h3', {}, `Trade ${trade.id}: ${trade.sideName} ${quantityText(trade.quantity)} ${trade.symbol}`), close);
  place.replaceChildren(head, facts(factsOf(trade, data)), ...reasons(data.explanations?.[trade.id], trade));
  place.hidden = false;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'nearest' });
}

function factsOf(trade, { currency }) {
  return [
    ['Strategy', trade.strategy],
    ['Entry', `${trade.entryText} at ${price(trade.entryPrice)}`],
    ['Exit', `${trade.exitText} at ${price(trade.exitPrice)}`],
    ['Held', trade.days === 1 ? '1 day' : `${grouped(trade.days, trade.days % 1 === 0 ? 0 : 2)} days`],
    ['Profit after costs', `${money(trade.net)} ${currency}${trade.return === null ? '' : ` (${percent(trade.return)})`}`],
    ['Costs of entry and exit', `${money(trade.costs)} ${currency}`],
  ];
}

/** An explanation has parts: a heading, and lines of what and how much. */
function reasons(explanation, { id }) {
  if (explanation === undefined) return [element('p', { class: 'caption' }, `Why it happened: npx barstream explain <run folder> ${id}`)];
  return explanation.flatMap(({ heading, lines }) => [element('h4', {}, heading), facts(lines, 'facts lines')]);
}

function facts(pairs, css = 'facts') {
  const list = element('dl', { class: css });
  for (const [term, text] of pairs) {
    const pair = element('div');
    pair.append(element('dt', {}, term), element('dd', {}, text));
    list.append(pair);
  }
  return list;
}
