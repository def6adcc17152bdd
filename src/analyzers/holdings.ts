import type { Fill } from '../core/fill.js';
import type { BarTable } from '../core/table.js';
import type { Millis } from '../core/time.js';

/** What the account held at a point: called with sums over the open positions at their last closes. */
export type HoldingsVisitor = (point: number, gross: number, net: number) => void;

/**
 * Goes through a finished run once more and says what was held at each of its points: fills in the slice of their bar,
 * marks at the closes, as the engine does it. O(bars + points × open positions), and only when someone asks.
 */
export function visitHoldings(table: BarTable, fills: readonly Fill[], times: Float64Array, visit: HoldingsVisitor): void {
  const { instruments, series, order } = table;
  const { starts, entries } = order;
  // At hand as columns: the loops below run once a bar.
  const closes = series.map((bars) => bars.close);
  const rows = new Int32Array(series.length);
  const marks = new Float64Array(instruments.length).fill(Number.NaN);
  const sizes = new Float64Array(instruments.length);
  const lots = new Float64Array(instruments.length);
  let open: number[] = [];
  let fill = 0;
  let nextFill = fills[0]?.knownAt ?? Infinity;
  let point = 0;
  for (let slice = 0; slice < order.sliceCount && point < times.length; slice++) {
    const time = order.times[slice]!;
    if (nextFill <= time) {
      for (; fill < fills.length && fills[fill]!.knownAt <= time; fill++) {
        const { instrumentIndex: index, signedLots, instrument, priceNumber } = fills[fill]!;
        lots[index]! += signedLots;
        sizes[index] = lots[index]! * instrument.unitSize;
        if (Number.isNaN(marks[index]!)) marks[index] = priceNumber;
      }
      nextFill = fills[fill]?.knownAt ?? Infinity;
      open = openOnes(lots);
    }
    const end = starts === undefined ? slice + 1 : starts[slice + 1]!;
    for (let entry = starts === undefined ? slice : starts[slice]!; entry < end; entry++) {
      const number = entries === undefined ? 0 : entries[entry]!;
      const row = rows[number]!++;
      const bars = series[number]!;
      if (bars.isSeen(row)) marks[bars.instrumentIndex] = closes[number]![row]!;
    }
    if (time < times[point]!) continue;
    let gross = 0;
    let net = 0;
    for (let i = 0; i < open.length; i++) {
      const value = sizes[open[i]!]! * marks[open[i]!]!;
      gross += Math.abs(value);
      net += value;
    }
    visit(point++, gross, net);
  }
}

function openOnes(lots: Float64Array): number[] {
  const open: number[] = [];
  for (let index = 0; index < lots.length; index++) if (lots[index] !== 0) open.push(index);
  return open;
}

/**
 * Whether fills alone explain what is held at the end, by symbol in units. They do not where splits, delistings or new
 * symbols changed positions.
 */
export function explainedByFills(fills: readonly Fill[], held: ReadonlyMap<string, number>): boolean {
  const units = new Map<string, number>();
  for (const { symbol, signedLots, instrument } of fills) units.set(symbol, (units.get(symbol) ?? 0) + signedLots * instrument.lotStep);
  const symbols = new Set([...units.keys(), ...held.keys()]);
  return [...symbols].every((symbol) => {
    const [filled, now] = [units.get(symbol) ?? 0, held.get(symbol) ?? 0];
    return Math.abs(filled - now) <= 1e-9 * Math.max(1, Math.abs(now));
  });
}

/** A position that was marked at an old price because its instrument had no bar. */
export interface StalePosition {
  readonly symbol: string;
  /** Sessions at whose end it was held without a bar of that session. */
  readonly sessions: number;
  /** Age of the oldest such mark in days of 24 hours. */
  readonly longestDays: number;
}

/** Positions whose marks stood still while others moved: at each session's end, those without a bar since the session before. */
export function stalePositions(
  table: BarTable,
  fills: readonly Fill[],
  { startTime, sessionTimes }: { readonly startTime: Millis; readonly sessionTimes: Float64Array },
): StalePosition[] {
  const DAY_MS = 86_400_000;
  const found: StalePosition[] = [];
  table.instruments.forEach(({ symbol }, index) => {
    const own = fills.filter((fill) => fill.instrumentIndex === index);
    if (own.length === 0) return;
    const { source, time } = table.venueSeries(index);
    let lots = 0;
    let fill = 0;
    let sessions = 0;
    let longestDays = 0;
    for (let session = 0; session < sessionTimes.length; session++) {
      const end = sessionTimes[session]!;
      for (; fill < own.length && own[fill]!.knownAt <= end; fill++) lots += own[fill]!.signedLots;
      if (lots === 0) continue;
      const last = time[source.countUntil(end) - 1]!;
      if (last > (session === 0 ? startTime : sessionTimes[session - 1]!)) continue;
      sessions++;
      longestDays = Math.max(longestDays, (end - last) / DAY_MS);
    }
    if (sessions > 0) found.push({ symbol, sessions, longestDays });
  });
  return found;
}
