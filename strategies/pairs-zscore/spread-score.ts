/**
 * How far the last price of `a` stands from what the prices of `b` explain: the last residual of the least-squares
 * regression `ln a = α + β ln b` over all given prices, divided by the residuals' standard deviation (n - 2 degrees of
 * freedom). `undefined` where `b` does not move or the fit is perfect. Both arrays hold the same sessions.
 */
export function spreadScore(a: readonly number[], b: readonly number[]): number | undefined {
  const n = a.length;
  const y = a.map((price) => Math.log(price));
  const x = b.map((price) => Math.log(price));
  const meanX = x.reduce((sum, value) => sum + value, 0) / n;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < n; i++) {
    sxx += (x[i]! - meanX) ** 2;
    sxy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  if (!(sxx > 0)) return undefined;
  const beta = sxy / sxx;
  let squares = 0;
  let residual = 0;
  for (let i = 0; i < n; i++) {
    residual = y[i]! - meanY - beta * (x[i]! - meanX);
    squares += residual * residual;
  }
  const deviation = Math.sqrt(squares / (n - 2));
  return deviation > 1e-12 ? residual / deviation : undefined;
}
