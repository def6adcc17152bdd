// What the chaos runs trade: prices that are a function of time, so that bars and quotes are those of one market whoever asks.
import { Subject } from 'rxjs';

import { Instrument, acceleratedClock, alwaysOpen, LiveClock } from '../../../dist/src/index.js';
import { BarSeries } from '../../../dist/src/core/series.js';

/** How much faster than the machine's clock everything runs: pauses, time-outs, the venue. */
export const SPEED = 10;
/** Milliseconds of that time between two bars. */
export const SPACING = 800;
export const SYMBOLS = ['AAA', 'BBB', 'CCC'];
const BASE = { AAA: 40, BBB: 110, CCC: 260 };

/** A clock that all processes of a run share: `origin` is the machine's time at which it showed the same. */
export function sharedClock(origin) {
  const base = new LiveClock();
  return acceleratedClock(base, { from: origin + (base.now() - origin) * SPEED, speed: SPEED });
}

/** Price of a symbol in whole cents. */
export function priceAt(symbol, time) {
  const t = time / 1000;
  const phase = SYMBOLS.indexOf(symbol) * 2.1;
  const move = 0.006 * Math.sin(t / 3.1 + phase) + 0.004 * Math.sin(t * 1.9 + 2 * phase) + 0.002 * Math.sin(t * 7.3 + phase);
  return Math.round(BASE[symbol] * (1 + move) * 100) / 100;
}

const instruments = SYMBOLS.map((symbol) => new Instrument({ symbol, calendar: alwaysOpen }));

/** Bars of that market as a live feed. */
export class ClockFeed {
  name = 'clock';
  basis = 'raw';
  interval = '1m';
  bars = new Subject();
  status = new Subject();
  #clock;
  #start;
  #next;
  #timer;

  constructor(clock, start) {
    this.#clock = clock;
    this.#start = start;
  }

  async open() {
    this.#next = Math.floor((this.#clock.now() - this.#start) / SPACING) + 1;
    this.#arm();
    return instruments;
  }

  async history(n) {
    const length = Math.min(n, this.#next);
    const first = this.#next - length;
    const column = (of) => Float64Array.from({ length }, (_, i) => of(first + i));
    return {
      series: instruments.map((instrument) => {
        const price = column((k) => this.#bar(instrument, k).close);
        const time = column((k) => this.#timeOf(k));
        const openTime = column((k) => this.#timeOf(k) - SPACING);
        return new BarSeries(instrument, '1m', {
          time,
          openTime,
          open: price,
          high: price,
          low: price,
          close: price,
          volume: column(() => 1000),
        });
      }),
    };
  }

  async close() {
    this.#timer?.unsubscribe();
    this.bars.complete();
    this.status.complete();
  }

  #timeOf(k) {
    return this.#start + k * SPACING;
  }

  #bar(instrument, k) {
    const time = this.#timeOf(k);
    const close = priceAt(instrument.symbol, time);
    return {
      instrument,
      interval: '1m',
      openTime: time - SPACING,
      time,
      open: close,
      high: close,
      low: close,
      close,
      volume: 1000,
      extended: false,
      origin: 'stream',
    };
  }

  #arm() {
    this.#timer = this.#clock.at(this.#timeOf(this.#next), () => {
      const k = this.#next++;
      this.#arm();
      for (const instrument of instruments) this.bars.next(this.#bar(instrument, k));
    });
  }
}
