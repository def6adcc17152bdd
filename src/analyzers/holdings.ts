import type { Fill } from '../core/fill.js';
import type { BarTable } from '../core/table.js';
import type { Millis } from '../core/time.js';

/**
 * Whether fills alone explain what is held at the end, by symbol in units. They do not where splits, delistings or new
 * symbols changed positions.
 */
export function explainedByFills({ instruments }: BarTable, fills: readonly Fill[], held: ReadonlyMap<string, number>): boolean {
  const units = new Float64Array(instruments.length);
  for (const { order, signedLots } of fills) units[order.instrumentIndex]! += signedLots * order.instrument.lotStep;
  const unfilled = new Map(held);
  const explained = instruments.every(({ symbol }, index) => {
    const now = held.get(symbol) ?? 0;
    unfilled.delete(symbol);
    return isAbout(units[index]!, now);
  });
  return explained && [...unfilled.values()].every((now) => isAbout(0, now));
}

function isAbout(filled: number, now: number): boolean {
  return Math.abs(filled - now) <= 1e-9 * Math.max(1, Math.abs(now));
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
