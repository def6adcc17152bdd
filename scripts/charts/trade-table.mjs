// The table of trades: searched, sorted and shown page by page, so that thousands of trades stay quick.
import { grouped, percent } from './numbers.mjs';
import { matching, sorted } from './trade-rows.mjs';

const PAGE = 25;

/** Columns: key, title, how it is written, whether it is a number, and from which width on it is shown. */
const COLUMNS = [
  { key: 'id', title: 'No.', text: ({ id }) => String(id) },
  { key: 'symbol', title: 'Symbol', text: ({ symbol }) => symbol },
  { key: 'strategy', title: 'Strategy', text: ({ strategy }) => strategy, when: 'several', from: 'medium' },
  { key: 'side', title: 'Side', text: ({ sideName }) => sideName },
  { key: 'quantity', title: 'Quantity', text: ({ quantity }) => quantityText(quantity), number: true, from: 'large', value: 'size' },
  { key: 'entryTime', title: 'Entry', text: ({ entryText }) => entryText, from: 'medium' },
  { key: 'entryPrice', title: 'at', text: ({ entryPrice }) => price(entryPrice), number: true, from: 'large' },
  { key: 'exitTime', title: 'Exit', text: ({ exitText }) => exitText },
  { key: 'exitPrice', title: 'at', text: ({ exitPrice }) => price(exitPrice), number: true, from: 'large' },
  { key: 'days', title: 'Days', text: ({ days }) => grouped(days, days % 1 === 0 ? 0 : 1), number: true, from: 'large' },
  { key: 'costs', title: 'Costs', text: ({ costs }) => money(costs), number: true, from: 'large' },
  { key: 'net', title: 'Profit', text: ({ net }) => money(net), number: true, signed: true },
  { key: 'return', title: 'Return', text: ({ return: value }) => (value === null ? '–' : percent(value)), number: true, from: 'medium' },
];

export class TradeTable {
  #rows;
  #shown;
  #columns;
  #choose;
  #page = 0;
  #key = 'id';
  #descending = false;
  #chosen;
  #of;
  #body = document.querySelector('#trade-table tbody');
  #head = document.querySelector('#trade-table thead');
  #buttons = [...document.querySelectorAll('[data-page]')];
  #search = document.getElementById('trade-search');

  constructor(rows, { trades }, choose) {
    this.#rows = rows;
    this.#choose = choose;
    this.#of = trades.of;
    this.#columns = COLUMNS.filter((column) => column.when !== 'several' || trades.strategies.length > 1);
    for (const row of rows) row.size = Number(row.quantity);
    this.#search.addEventListener('input', () => {
      this.#page = 0;
      this.#update();
    });
    for (const button of this.#buttons) button.addEventListener('click', () => this.#turn(button.dataset.page));
    this.#drawHead();
    this.#update();
  }

  /** Marks a trade and turns to its page. */
  choose(row) {
    this.#chosen = row.row;
    const at = this.#shown.indexOf(row);
    if (at >= 0) this.#page = Math.floor(at / PAGE);
    this.#draw();
  }

  #update() {
    const column = this.#columns.find(({ key }) => key === this.#key);
    this.#shown = sorted(matching(this.#rows, this.#search.value), column.value ?? this.#key, this.#descending);
    this.#draw();
  }

  get #pages() {
    return Math.max(1, Math.ceil(this.#shown.length / PAGE));
  }

  #turn(to) {
    const page = { first: 0, before: this.#page - 1, next: this.#page + 1, last: this.#pages - 1 }[to];
    this.#page = Math.min(this.#pages - 1, Math.max(0, page));
    this.#draw();
  }

  #drawHead() {
    const row = element('tr');
    for (const { key, title, number, from } of this.#columns) {
      const head = element('th', { scope: 'col', class: classes(number, from) });
      const button = element('button', { type: 'button' }, title);
      button.addEventListener('click', () => {
        this.#descending = this.#key === key ? !this.#descending : number === true;
        this.#key = key;
        this.#page = 0;
        this.#update();
      });
      head.append(button);
      row.append(head);
    }
    this.#head.replaceChildren(row);
  }

  #draw() {
    const heads = [...this.#head.querySelectorAll('th')];
    this.#columns.forEach(({ key }, i) => {
      if (key === this.#key) heads[i].setAttribute('aria-sort', this.#descending ? 'descending' : 'ascending');
      else heads[i].removeAttribute('aria-sort');
    });
    const from = this.#page * PAGE;
    this.#body.replaceChildren(...this.#shown.slice(from, from + PAGE).map((row) => this.#line(row)));
    const count = (n) => grouped(n, 0);
    const { length } = this.#shown;
    document.getElementById('trade-count').textContent =
      `${count(length)} of ${count(this.#of)} trades${length === 0 ? '' : `, profit ${money(this.#shown.reduce((sum, { net }) => sum + net, 0))}`}`;
    document.getElementById('trade-page').textContent = `Page ${count(this.#page + 1)} of ${count(this.#pages)}`;
    for (const button of this.#buttons) {
      const back = button.dataset.page === 'first' || button.dataset.page === 'before';
      button.disabled = back ? this.#page === 0 : this.#page >= this.#pages - 1;
    }
    this.#buttons[0].parentElement.hidden = this.#pages === 1;
  }

  #line(row) {
    const line = element('tr', row.row === this.#chosen ? { class: 'chosen' } : {});
    this.#columns.forEach((column, i) => {
      const text = column.text(row);
      const css = `${classes(column.number, column.from)}${column.signed && row.net < 0 ? ' negative' : ''}`;
      if (i > 0) line.append(element('td', { class: css }, text));
      else {
        const cell = element('th', { scope: 'row' });
        cell.append(element('button', { type: 'button', 'aria-label': `Trade ${text}: show why` }, text));
        line.append(cell);
      }
    });
    line.addEventListener('click', () => this.#choose(row));
    return line;
  }
}

export function element(name, attributes = {}, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== '') made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export function money(value) {
  return value === null ? '–' : grouped(value, 2);
}

export function price(value) {
  if (value === null) return '–';
  return grouped(value, Math.abs(value) < 1 ? 6 : Math.abs(value) < 10 ? 4 : 2);
}

export function quantityText(text) {
  const [whole, fraction] = text.split('.');
  return `${grouped(Number(whole), 0)}${fraction === undefined ? '' : `.${fraction}`}`;
}

function classes(number, from) {
  return [number ? 'number' : '', from ?? ''].filter(Boolean).join(' ');
}
