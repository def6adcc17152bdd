/**
 * Wilson's score interval of a proportion: where its true value lies with the confidence that belongs to `z` (1.96 for
 * 95 %), when `successes` of `n` trials succeeded. Both ends 0 to 1; the whole range without a trial.
 *
 * Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927).
 */
export function wilsonInterval(successes: number, n: number, z = 1.959963984540054): readonly [low: number, high: number] {
  if (n === 0) return [0, 1];
  const p = successes / n;
  const square = (z * z) / n;
  const centre = (p + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((p * (1 - p)) / n + square / (4 * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
