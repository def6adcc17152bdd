import type { Calendar } from '../calendar/calendar.js';
import type { BarSeries } from '../core/series.js';
import { barMillis, type Millis } from '../core/time.js';
import type { LiveOptions } from '../engine/live-options.js';
import type { SliceBar } from '../feed/live-feed.js';
import type { LiveInput } from './live-input.js';
import type { ClosedSlice } from './slice-builder.js';

type SliceInput = Extract<LiveInput, { readonly kind: 'slice' }>;

/** The bars of series that closed after an instant, as slices in time order. */
export function slicesAfter(series: readonly BarSeries[], after: Millis): ClosedSlice[] {
  const slices = new Map<Millis, SliceBar[]>();
  for (const one of series) {
    const { columns, instrument, interval } = one;
    for (let row = one.countUntil(after); row < one.length; row++) {
      const time = columns.time[row]!;
      const bars = slices.get(time) ?? [];
      if (bars.length === 0) slices.set(time, bars);
      bars.push({
        symbol: instrument.symbol,
        interval,
        openTime: one.openTimeAt(row),
        time,
        open: columns.open[row]!,
        high: columns.high[row]!,
        low: columns.low[row]!,
        close: columns.close[row]!,
        volume: columns.volume[row]!,
        extended: columns.extended?.[row] === 1,
        ...(columns.extra && { extra: Object.fromEntries([...columns.extra].map(([name, column]) => [name, column[row]!])) }),
      });
    }
  }
  const symbols = series.map(({ instrument }) => instrument.symbol);
  return [...slices]
    .sort(([a], [b]) => a - b)
    .map(([time, bars]) => ({ time, bars, missing: symbols.filter((symbol) => !bars.some((bar) => bar.symbol === symbol)) }));
}

/** Until when a slice may still be acted on. */
export function actableUntil({ time, bars }: ClosedSlice, calendar: Calendar, { maxDecisionAge }: LiveOptions): Millis {
  if (maxDecisionAge !== undefined) return time + maxDecisionAge;
  const interval = bars[0]?.interval;
  const length = interval === undefined ? undefined : barMillis(interval);
  return length === undefined ? calendar.nextClosing(time).open : time + 2 * length;
}

/** A slice as an input: muted where it is too old to be acted on. */
export function sliceInput(slice: ClosedSlice, isActedOn: boolean): SliceInput {
  return { kind: 'slice', ...slice, ...(!isActedOn && { muted: true as const }) };
}

/** What becomes of slices that closed while the run was down, in order. */
export function missedInputs(missed: readonly ClosedSlice[], now: Millis, calendar: Calendar, options: LiveOptions): SliceInput[] {
  const { missed: policy = 'latest' } = options;
  return missed.map((slice, i) => {
    const isActedOn = policy === 'all' || (policy === 'latest' && i === missed.length - 1 && now <= actableUntil(slice, calendar, options));
    return sliceInput(slice, isActedOn);
  });
}
