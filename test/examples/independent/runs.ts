import { PlainAccount } from './account.js';
import { readPrices, type Prices } from './prices.js';

function marketsOf(symbols: readonly string[], last?: string): Map<string, Prices> {
  return new Map(symbols.map((symbol) => [symbol, readPrices(symbol, last)]));
}

/** SPY with everything at the open after the first session, then nothing. */
export function runBuyAndHold(): PlainAccount {
  const account = new PlainAccount(marketsOf(['SPY']));
  let bought = false;
  for (const date of account.markets.get('SPY')!.dates) {
    account.open(date);
    account.close(date);
    if (date < '2005-01-03' || bought) continue;
    bought = true;
    account.order('SPY', account.distance('SPY', 1));
  }
  return account;
}

/** SPY from the close at which its 50-day average has gone above the 200-day one to that at which it has gone below. */
export function runSmaCross(): PlainAccount {
  const account = new PlainAccount(marketsOf(['SPY']));
  const { dates, close } = account.markets.get('SPY')!;
  const average = (row: number, length: number): number => {
    let sum = 0;
    for (let i = row - length + 1; i <= row; i++) sum += close[i]!;
    return sum / length;
  };
  for (const [row, date] of dates.entries()) {
    account.open(date);
    account.close(date);
    if (date < '2005-01-03') continue;
    const before = average(row - 1, 50) - average(row - 1, 200);
    const now = average(row, 50) - average(row, 200);
    if (before <= 0 && now > 0) account.order('SPY', account.distance('SPY', 1));
    if (before >= 0 && now < 0) account.order('SPY', -account.held('SPY'));
  }
  return account;
}

/** Before the first open of each month, a fifth in each of the five symbols that rose most over 126 sessions. */
export function runMomentum(symbols: readonly string[]): PlainAccount {
  // The benchmark's dates are the sessions; nothing else is taken from it.
  const { dates } = readPrices('SPY', '2024-03-08');
  const account = new PlainAccount(marketsOf(symbols, '2024-03-08'));
  let month = '';
  for (const date of dates) {
    if (date >= '2005-07-05' && date.slice(0, 7) !== month) rotate(date);
    month = date.slice(0, 7);
    account.open(date);
    account.close(date);
  }
  return account;

  function rotate(date: string): void {
    const ranked: { symbol: string; rise: number }[] = [];
    for (const [symbol, { dates: own, close }] of account.markets) {
      let last = own.length - 1;
      while (own[last]! >= date) last--;
      if (last >= 126) ranked.push({ symbol, rise: close[last]! / close[last - 126]! - 1 });
    }
    const best = ranked
      .sort((a, b) => b.rise - a.rise)
      .slice(0, 5)
      .map((one) => one.symbol);
    for (const symbol of symbols) if (account.held(symbol) > 0 && !best.includes(symbol)) account.order(symbol, -account.held(symbol));
    const changes = best.map((symbol) => [symbol, account.distance(symbol, 1 / 5)] as const);
    for (const [symbol, units] of changes) if (units < 0) account.order(symbol, units);
    for (const [symbol, units] of changes) if (units > 0) account.order(symbol, units);
  }
}

/** Half in one and half short in the other while their prices stand apart, by a regression over 60 closes. */
export function runPairs(first: string, second: string): PlainAccount {
  const account = new PlainAccount(marketsOf([first, second]), true);
  const [a, b] = [account.markets.get(first)!, account.markets.get(second)!];
  if (a.dates.join() !== b.dates.join()) throw new Error(`${first} and ${second} have different sessions`);
  let side = 0;
  for (const [row, date] of a.dates.entries()) {
    account.open(date);
    account.close(date);
    if (date < '2005-01-03') continue;
    const score = lastResidual(a.close.slice(row - 59, row + 1), b.close.slice(row - 59, row + 1));
    let wanted = side;
    if (score > 2) wanted = -1;
    if (score < -2) wanted = 1;
    if (Math.abs(score) < 0.5) wanted = 0;
    if (wanted === side) continue;
    side = wanted;
    account.order(first, account.distance(first, 0.5 * side));
    account.order(second, account.distance(second, -0.5 * side));
  }
  return account;
}

/** Last residual of `ln a = α + β ln b` in standard deviations (n - 2 degrees of freedom). */
function lastResidual(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + Math.log(value), 0) / n;
  const [middleA, middleB] = [mean(a), mean(b)];
  let [aa, ab, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [y, x] = [Math.log(a[i]!) - middleA, Math.log(b[i]!) - middleB];
    aa += y * y;
    ab += x * y;
    bb += x * x;
  }
  // The squares that the regression leaves are those of `a` less those it explains.
  const residual = Math.log(a[n - 1]!) - middleA - (ab / bb) * (Math.log(b[n - 1]!) - middleB);
  return residual / Math.sqrt((aa - (ab * ab) / bb) / (n - 2));
}
