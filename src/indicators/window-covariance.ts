/**
 * Sums of squares and products of the last `period` pairs about their means, made anew at each pair in two passes over
 * differences from the newest one, O(period): a line that stands still has a sum of exactly 0, whatever its level.
 */
export class WindowCovariance {
  readonly #y: Float64Array;
  readonly #x: Float64Array;
  #at = 0;
  /** Σ(y − mean)². */
  yy = 0;
  /** Σ(x − mean)². */
  xx = 0;
  /** Σ(y − mean)(x − mean). */
  xy = 0;

  constructor(period: number) {
    this.#y = new Float64Array(period);
    this.#x = new Float64Array(period);
  }

  /** Meaningful from the `period`-th pair on. */
  add(y: number, x: number): void {
    const ys = this.#y;
    const xs = this.#x;
    const length = ys.length;
    ys[this.#at] = y;
    xs[this.#at] = x;
    this.#at = this.#at + 1 === length ? 0 : this.#at + 1;
    let sumY = 0;
    let sumX = 0;
    for (let i = 0; i < length; i++) {
      sumY += ys[i]! - y;
      sumX += xs[i]! - x;
    }
    const offsetY = sumY / length;
    const offsetX = sumX / length;
    let yy = 0;
    let xx = 0;
    let xy = 0;
    for (let i = 0; i < length; i++) {
      const dy = ys[i]! - y - offsetY;
      const dx = xs[i]! - x - offsetX;
      yy += dy * dy;
      xx += dx * dx;
      xy += dy * dx;
    }
    this.yy = yy;
    this.xx = xx;
    this.xy = xy;
  }

  reset(): void {
    this.#y.fill(0);
    this.#x.fill(0);
    this.#at = 0;
    this.yy = 0;
    this.xx = 0;
    this.xy = 0;
  }
}
