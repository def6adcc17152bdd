import type { Session } from '../../src/calendar/calendar.js';
import { seededRandom, type RandomSource } from '../../src/core/random.js';
import { MINUTE, type Millis } from '../../src/core/time.js';
import type { BarCollector } from '../common/bar-collector.js';
import type { Jumps, SyntheticAsset } from './options.js';
import type { Weather } from './market.js';

/** What all assets of a feed share. */
export interface PathPlan {
  readonly seed: number;
  readonly sessionsPerYear: number;
  readonly overnight: number;
  readonly digits: number;
  /** Length of a bar, `undefined` for whole sessions. */
  readonly duration: Millis | undefined;
}

const NO_JUMPS: Jumps = { perYear: 0, mean: 0, deviation: 0 };

/**
 * The path of one asset: geometric Brownian motion with compensated jumps, so that E[S(T)] = S(0) e^(drift T) whatever the
 * jumps (Merton 1976). Highs and lows are those of the Brownian bridge between a bar's open and close; each has its exact
 * distribution, drawn apart from the other.
 */
export class AssetPath {
  readonly #plan: PathPlan;
  readonly #drift: number;
  readonly #volatility: number;
  readonly #jumps: Jumps;
  /** Expected simple return of a jump. */
  readonly #meanJump: number;
  readonly #volume: number;
  readonly #jumpRandom: RandomSource;
  readonly #extremes: RandomSource;
  readonly #volumes: RandomSource;
  #log: number;

  constructor({ symbol, price = 100, drift = 0, volatility = 0.2, jumps = NO_JUMPS, volume = 1e6 }: SyntheticAsset, plan: PathPlan) {
    this.#plan = plan;
    this.#drift = drift;
    this.#volatility = volatility;
    this.#jumps = jumps;
    this.#volume = volume;
    this.#log = Math.log(price);
    this.#meanJump = Math.exp(jumps.mean + (jumps.deviation * jumps.deviation) / 2) - 1;
    const random = seededRandom(plan.seed);
    // A source each: an option of one thing does not move the draws of another.
    this.#jumpRandom = random.fork(`jumps ${symbol}`);
    this.#extremes = random.fork(`extremes ${symbol}`);
    this.#volumes = random.fork(`volumes ${symbol}`);
  }

  /** Bars that a session has. */
  barsOf(session: Session): number {
    const { duration } = this.#plan;
    return duration === undefined ? 1 : Math.floor((session.close - session.open) / duration);
  }

  /**
   * Adds a session's bars.
   * @param normals - a standard normal for the time before the session, and one for each bar.
   */
  session(session: Session, weather: Weather, normals: readonly number[], bars: BarCollector): void {
    const { overnight, sessionsPerYear, duration } = this.#plan;
    const count = normals.length - 1;
    const year = 1 / sessionsPerYear;
    this.#log += this.#move(year * overnight, weather, normals[0]!) + weather.gap;
    const length = duration ?? session.close - session.open;
    for (let bar = 0; bar < count; bar++) {
      const open = this.#log;
      const years = (year * (1 - overnight)) / count;
      // All of a year's jumps fall into its sessions.
      const jumps = (this.#jumps.perYear * years) / (1 - overnight);
      const diffusion = this.#move(years, weather, normals[bar + 1]!) + weather.slide / count - jumps * this.#meanJump;
      const deviation = this.#volatility * weather.volatility * Math.sqrt(years);
      const high = open + bridgeMaximum(diffusion, deviation, this.#extremes.next());
      const low = open - bridgeMaximum(-diffusion, deviation, this.#extremes.next());
      this.#log = open + diffusion + this.#jump(jumps);
      const dip = dipOf(weather, session, session.open + bar * length, length);
      const [from, to] = [open + dip.start, this.#log + dip.end];
      const openTime = session.open + bar * length;
      const figures = {
        open: this.#price(from),
        high: this.#price(Math.max(high + Math.max(dip.start, dip.end), from, to)),
        low: this.#price(Math.min(low + Math.min(dip.start, dip.end), from, to, dip.deepest + Math.min(open, this.#log))),
        close: this.#price(to),
        volume: Math.max(1, Math.round((this.#volume / count) * Math.exp(0.4 * this.#volumes.normal() - 0.08))),
      };
      bars.add(openTime, openTime + length, figures, false, session.date);
    }
  }

  /** The diffusion of a stretch of time. */
  #move(years: number, weather: Weather, normal: number): number {
    const deviation = this.#volatility * weather.volatility;
    return (this.#drift + weather.drift - (deviation * deviation) / 2) * years + deviation * Math.sqrt(years) * normal;
  }

  /** The jumps of a bar, whose number is Poisson, drawn by inversion. */
  #jump(expected: number): number {
    if (expected === 0) return 0;
    const { mean, deviation } = this.#jumps;
    let sum = 0;
    let term = Math.exp(-expected);
    let cumulative = term;
    const drawn = this.#jumpRandom.next();
    for (let n = 1; drawn > cumulative && n < 100; n++) {
      sum += mean + deviation * this.#jumpRandom.normal();
      term *= expected / n;
      cumulative += term;
    }
    return sum;
  }

  #price(log: number): number {
    const { digits } = this.#plan;
    return Math.max(Number(Math.exp(log).toFixed(digits)), Number(`1e-${digits}`));
  }
}

/** Maximum of a Brownian bridge from 0 to `end` whose free motion has this standard deviation, at a uniform draw. */
export function bridgeMaximum(end: number, deviation: number, uniform: number): number {
  return (end + Math.sqrt(end * end - 2 * deviation * deviation * Math.log(1 - uniform))) / 2;
}

/** A fall that comes back, as log returns at a bar's ends and at its deepest within the bar. */
function dipOf(
  { dip, dipMinutes }: Weather,
  session: Session,
  openTime: Millis,
  length: Millis,
): { start: number; end: number; deepest: number } {
  if (dip === 0) return { start: 0, end: 0, deepest: 0 };
  const middle = (session.open + session.close) / 2;
  const half = (dipMinutes * MINUTE) / 2;
  const depth = (time: Millis): number => dip * Math.max(0, 1 - Math.abs(time - middle) / half);
  const [start, end] = [depth(openTime), depth(openTime + length)];
  const holdsMiddle = openTime <= middle && middle <= openTime + length;
  return { start, end, deepest: holdsMiddle ? dip : Math.min(start, end) };
}
