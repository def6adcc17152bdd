/**
 * Number of cases a property test runs: `n` times the environment's BARSTREAM_TEST_SCALE (default 0.1), at least 1.
 * So `cases(1000)` is 100 in the everyday run and 1000 in the long one.
 */
export function cases(n: number): number {
  const scale = Number(process.env['BARSTREAM_TEST_SCALE'] ?? 0.1);
  if (!(scale > 0)) throw new RangeError(`BARSTREAM_TEST_SCALE must be a positive number, not ${scale}`);
  return Math.max(1, Math.round(n * scale));
}
