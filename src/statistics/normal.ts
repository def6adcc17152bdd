/*
 * Coefficients of rational approximations, highest power first.
 * CDF: W. J. Cody, Rational Chebyshev Approximations for the Error Function, Mathematics of Computation 23 (1969),
 * arranged for the normal distribution as in his Algorithm 715, ACM TOMS 19 (1993).
 * Quantile: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
 */

const CENTRE_P = [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356];
const CENTRE_Q = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const MIDDLE_P = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
  6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const MIDDLE_Q = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598, 38912.00328609327,
  19685.429676859992,
];
const TAIL_P = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5,
];
const TAIL_Q = [1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5];
const INVERSE_SQRT_2PI = 0.3989422804014327;

const QUANTILE_A = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438,
  3.3871328727963665,
];
const QUANTILE_B = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091, 1,
];
const QUANTILE_C = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691,
  4.630337846156546, 1.4234371107496835,
];
const QUANTILE_D = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038,
  2.053191626637759, 1,
];
const QUANTILE_E = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913,
  5.463784911164114, 6.657904643501103,
];
const QUANTILE_F = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615, 0.1369298809227358,
  0.599832206555888, 1,
];

function ratio(numerator: readonly number[], denominator: readonly number[], x: number): number {
  let p = 0;
  let q = 0;
  for (let i = 0; i < numerator.length; i++) {
    p = p * x + numerator[i]!;
    q = q * x + denominator[i]!;
  }
  return p / q;
}

/** Φ(x), the standard normal distribution function, to about 1e-15 relative (above 0: of 1, like any number near 1). NaN for NaN. */
export function normalCdf(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.67448975) return 0.5 + x * ratio(CENTRE_P, CENTRE_Q, x * x);
  // exp(−y²/2), with y split at 1/16 so that the large part's square is exact.
  const large = Math.trunc(y * 16) / 16;
  const density = Math.exp(-0.5 * large * large) * Math.exp(-0.5 * (y - large) * (y + large));
  const tail = y > 38.6 ? 0 : density * (y <= Math.sqrt(32) ? ratio(MIDDLE_P, MIDDLE_Q, y) : farTail(y));
  return x > 0 ? 1 - tail : tail;
}

function farTail(y: number): number {
  const s = 1 / (y * y);
  return (INVERSE_SQRT_2PI - s * ratio(TAIL_P, TAIL_Q, s)) / y;
}

/** Φ⁻¹(p), the standard normal quantile, to about 1e-15 relative. ±Infinity at 1 and 0; NaN outside 0 to 1. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(QUANTILE_A, QUANTILE_B, 0.180625 - q * q);
  if (p <= 0 || p >= 1) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN;
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const y = r <= 5 ? ratio(QUANTILE_C, QUANTILE_D, r - 1.6) : ratio(QUANTILE_E, QUANTILE_F, r - 5);
  return q < 0 ? -y : y;
}
