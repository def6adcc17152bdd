import type { Instrument } from '../../src/core/instrument.js';
import type { BarSeries } from '../../src/core/series.js';
import type { Millis } from '../../src/core/time.js';
import type { PeriodWindow } from '../../src/calendar/period.js';
import type { LiveBar } from '../../src/feed/live-feed.js';
import type { Figures } from '../common/bar-collector.js';
import type { SessionWindows } from './session-windows.js';

/** A session and the bars that belong to it, by the time at which they opened. */
interface Session {
  readonly window: PeriodWindow;
  readonly bars: Map<Millis, Figures>;
}

/** Puts the session bars of one instrument together. */
export class SessionMaker {
  #current: Session | undefined;
  #closed: Session | undefined;

  constructor(
    readonly instrument: Instrument,
    readonly windows: SessionWindows,
    /** Sessions that close until then are history. */
    public closedUntil: Millis,
  ) {}

  /** When the session in the making closes, Infinity where there is none. */
  get due(): Millis {
    return this.#current?.window.end ?? Infinity;
  }

  /** Takes a bar. Returns a correction where it changes a session that has been delivered. */
  add(bar: Omit<LiveBar, 'instrument' | 'interval' | 'origin'>): LiveBar | undefined {
    if (bar.extended) return undefined;
    const closed = this.#closed;
    if (closed !== undefined && bar.openTime >= closed.window.start && bar.openTime < closed.window.end) {
      const before = figuresOf(closed);
      closed.bars.set(bar.openTime, bar);
      return isSame(before, figuresOf(closed)) ? undefined : this.#barOf(closed, 'correction');
    }
    const window = this.windows.of(bar.openTime);
    if (bar.openTime >= window.end || window.end <= this.closedUntil) return undefined;
    if (this.#current?.window.end !== window.end) this.#current = { window, bars: new Map() };
    this.#current.bars.set(bar.openTime, bar);
    return undefined;
  }

  /** Takes what of a piece of history is not history of sessions. Returns sessions that are over thereby. */
  addAll(series: BarSeries): readonly LiveBar[] {
    const { time, open, high, low, close, volume, extended } = series.columns;
    const over: LiveBar[] = [];
    for (let row = series.countUntil(this.closedUntil); row < series.length; row++) {
      const openTime = series.openTimeAt(row);
      const bar = openTime >= this.due ? this.close('backfill') : undefined;
      if (bar !== undefined) over.push(bar);
      this.add({
        openTime,
        time: time[row]!,
        open: open[row]!,
        high: high[row]!,
        low: low[row]!,
        close: close[row]!,
        volume: volume[row]!,
        extended: extended?.[row] === 1,
      });
    }
    return over;
  }

  /** Closes the session in the making. */
  close(origin: 'stream' | 'backfill'): LiveBar | undefined {
    const session = this.#current;
    if (session === undefined) return undefined;
    this.#current = undefined;
    this.#closed = session;
    this.closedUntil = session.window.end;
    return this.#barOf(session, origin);
  }

  #barOf(session: Session, origin: LiveBar['origin']): LiveBar {
    const { start, end } = session.window;
    return { instrument: this.instrument, interval: '1d', openTime: start, time: end, ...figuresOf(session), extended: false, origin };
  }
}

/** Bars may have come in any order; sums of floats are taken in that of time. */
function figuresOf({ bars }: Session): Figures {
  const all = [...bars].sort(([a], [b]) => a - b).map(([, figures]) => figures);
  return {
    open: all[0]!.open,
    high: Math.max(...all.map(({ high }) => high)),
    low: Math.min(...all.map(({ low }) => low)),
    close: all.at(-1)!.close,
    volume: all.reduce((sum, { volume }) => sum + volume, 0),
  };
}

function isSame(a: Figures, b: Figures): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;
}
