import type { FillView } from '../core/fill.js';
import type { Rows } from '../core/rows.js';
import type { BarTable } from '../core/table.js';
import { DAY, type Millis } from '../core/time.js';

/**
 * Whether fills alone explain what is held at the end, by symbol in units. They do not where splits, delistings or new
 * symbols changed positions.
 */
export function explainedByFills({ instruments }: BarTable, fills: Rows<FillView>, held: ReadonlyMap<string, number>): boolean {
  const units = new Float64Array(instruments.length);
  for (let at = 0; at < fills.length; at++) {
    const { order, signedLots } = fills.at(at)!;
    units[order.instrumentIndex]! += signedLots * order.instrument.lotStep;
  }
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
  fills: Rows<FillView>,
  { startTime, sessionTimes }: { readonly startTime: Millis; readonly sessionTimes: Float64Array },
): StalePosition[] {
  const count = table.instruments.length;
  const lots = new Float64Array(count);
  const sessions = new Float64Array(count);
  const longestDays = new Float64Array(count);
  let at = 0;
  for (let session = 0; session < sessionTimes.length; session++) {
    const end = sessionTimes[session]!;
    for (let fill = fills.at(at); fill !== undefined && fill.knownAt <= end; fill = fills.at(++at))
      lots[fill.instrumentIndex]! += fill.signedLots;
    const before = session === 0 ? startTime : sessionTimes[session - 1]!;
    for (let index = 0; index < count; index++) {
      if (lots[index] === 0) continue;
      const { source, time } = table.venueSeries(index);
      const last = time[source.countUntil(end) - 1]!;
      if (last > before) continue;
      sessions[index]!++;
      longestDays[index] = Math.max(longestDays[index]!, (end - last) / DAY);
    }
  }
  return table.instruments.flatMap(({ symbol }, index) =>
    sessions[index] === 0 ? [] : [{ symbol, sessions: sessions[index]!, longestDays: longestDays[index]! }],
  );
}
