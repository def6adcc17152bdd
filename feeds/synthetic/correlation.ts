import { ConfigError } from '../../src/core/errors.js';

/** Lower triangular L with L Lᵀ = the correlation matrix (Cholesky). @throws ConfigError for what is no correlation. */
export function choleskyOf(correlation: number | readonly (readonly number[])[], size: number): number[][] {
  const at = (i: number, j: number): number =>
    i === j ? 1 : typeof correlation === 'number' ? correlation : (correlation[i]?.[j] ?? Number.NaN);
  const lower: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      const given = at(i, j);
      const explained = row.reduce((sum, value, k) => sum + value * (lower[j]?.[k] ?? row[k]!), 0);
      if (!(Math.abs(given) <= 1) || given !== at(j, i)) throw noCorrelation(i, j, given);
      if (i === j) {
        const left = 1 - row.reduce((sum, value) => sum + value * value, 0);
        if (left < -1e-12) throw noCorrelation(i, j, given);
        row.push(Math.sqrt(Math.max(0, left)));
      } else {
        const pivot = lower[j]![j]!;
        const value = pivot === 0 ? 0 : (given - explained) / pivot;
        if (pivot === 0 && Math.abs(given - explained) > 1e-12) throw noCorrelation(i, j, given);
        row.push(value);
      }
    }
    lower.push(row);
  }
  return lower;
}

function noCorrelation(i: number, j: number, value: number): ConfigError {
  return new ConfigError(`the correlations cannot be: see assets ${i} and ${j} (${value})`, {
    code: 'synthetic/correlation',
    context: { i, j, value },
    hint: 'give a symmetric, positive semi-definite matrix of numbers from -1 to 1 with one row an asset; equal correlations of n assets are at least -1/(n - 1)',
  });
}
