import { date } from './numbers.mjs';

const DAY = 86_400_000;

/** The columns of the page's trades as rows, each with the text that a search looks through. */
export function tradeRows(trades) {
  if (trades === undefined) return [];
  const { timeUnit, symbols, strategies } = trades;
  const intraday = timeUnit < DAY;
  return trades.id.map((id, row) => {
    const entryTime = trades.entry[row] * timeUnit;
    const exitTime = trades.exit[row] * timeUnit;
    const side = trades.side[row];
    const net = trades.net[row];
    const trade = {
      row,
      id,
      symbol: symbols[trades.symbol[row]],
      strategy: strategies[trades.strategy[row]],
      side,
      sideName: side > 0 ? 'long' : 'short',
      quantity: trades.quantity[row],
      entryTime,
      exitTime,
      entryText: date(entryTime, intraday),
      exitText: date(exitTime, intraday),
      days: (exitTime - entryTime) / DAY,
      entryPrice: trades.entryPrice[row],
      exitPrice: trades.exitPrice[row],
      costs: trades.costs[row],
      net,
      return: trades.returns[row],
      entryCandle: trades.entryCandle[row],
      exitCandle: trades.exitCandle[row],
    };
    const outcome = net > 0 ? 'profit win' : net < 0 ? 'loss' : 'even';
    trade.text = `${id} ${trade.symbol} ${trade.strategy} ${trade.sideName} ${trade.entryText} ${trade.exitText} ${outcome}`.toLowerCase();
    return trade;
  });
}

/** The rows that hold every word of a search; a word that begins with a number sign is the number of a trade. */
export function matching(rows, search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => words.every((word) => (word.startsWith('#') ? `#${row.id}` === word : row.text.includes(word))));
}

/** Rows in the order of a column; rows that are equal keep the order of their numbers. */
export function sorted(rows, key, descending) {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[key], b[key]];
    if (x === y) return a.id - b.id;
    if (x === null || y === null) return x === null ? 1 : -1;
    return (x < y ? -1 : 1) * sign;
  });
}
