import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { percentFee } from '../../brokers/index.js';
import { Decimal } from '../../src/index.js';
import { run } from '../support/run.js';
import { cases } from '../support/scale.js';
import { at } from '../support/scripted.js';
import { daily, flat } from '../support/series.js';

describe('money in a run is exact', () => {
  test('total-return floats: every digit of the printed price counts, purchases up, sales down', async () => {
    const { result } = await run({
      series: [daily({ symbol: 'A', basis: 'total-return' }, [flat(100), flat(33.33333333333333), flat(66.6666666666666)])],
      broker: { costs: [percentFee('0.001')] },
      onSlice: at({ 0: (s) => s.buy('A', 7), 1: (s) => s.close('A') }),
    });
    // 7 × 33.33333333333333 = 233.33333333333331 → 233.33333334, fee 0.23333333333333331 → 0.23333334;
    // 7 × 66.6666666666666 = 466.6666666666662 → 466.66666666, fee 0.4666666666666662 → 0.46666667.
    expect(result.fills.map((fill) => [fill.value.toString(), fill.cost.toString()])).toEqual([
      ['233.33333334', '0.23333334'],
      ['466.66666666', '0.46666667'],
    ]);
    // 100000 − 233.33333334 − 0.23333334 + 466.66666666 − 0.46666667
    expect(result.finalCash.toString()).toBe('100232.63333331');
    expect(result.trades[0]!.netProfit.toString()).toBe('232.63333331');
  });

  test('twenty billion dollars, to the last digit', async () => {
    const { result } = await run({
      series: [daily({ symbol: 'A', basis: 'split' }, [flat(100), flat(123.4567), flat(123.4568)])],
      account: { cash: '20000000000.00000001' },
      broker: { costs: [percentFee('0.0001')] },
      onSlice: at({ 0: (s) => s.buy('A', 100_000_003), 1: (s) => s.close('A') }),
    });
    // 100000003 × 123.4567 = 12345670370.3701, fee 1234567.03703701;
    // 100000003 × 123.4568 = 12345680370.3704, fee 1234568.03703704.
    expect(result.fills.map((fill) => [fill.value.toString(), fill.cost.toString()])).toEqual([
      ['12345670370.3701', '1234567.03703701'],
      ['12345680370.3704', '1234568.03703704'],
    ]);
    expect(result.trades[0]!.grossProfit.toString()).toBe('10000.0003');
    // + 10000.0003 − 2469135.07407405
    expect(result.finalCash.toString()).toBe('19997540864.92622596');
  });

  test(`fill values and fees are the exact product, rounded once, in ${cases(300)} random trades`, async () => {
    const prices = fc.oneof(
      fc.double({ min: 1e-4, max: 1e6, noNaN: true }),
      fc.integer({ min: 1, max: 10_000_000 }).map((cents) => cents / 100),
      fc.integer({ min: 1, max: 99_999_999 }).map((fine) => fine / 1e4),
    );
    await fc.assert(
      fc.asyncProperty(
        prices,
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.constantFrom('0', '0.001', '0.00035', '0.25'),
        async (price, lots, rate) => {
          const { result } = await run({
            series: [daily({ symbol: 'A', basis: 'total-return' }, [flat(price), flat(price), flat(price)])],
            account: { cash: '1e14' },
            broker: { costs: [percentFee(rate)] },
            onSlice: at({ 0: (s) => s.buy('A', lots), 1: (s) => s.close('A') }),
          });
          const exact = new Decimal(String(price)).mul(lots);
          const fee = exact.mul(rate).toDecimalPlaces(8, Decimal.ROUND_UP);
          expect(result.fills.map((fill) => [fill.value.toString(), fill.cost.toString()])).toEqual([
            [exact.toDecimalPlaces(8, Decimal.ROUND_UP).toString(), fee.toString()],
            [exact.toDecimalPlaces(8, Decimal.ROUND_DOWN).toString(), fee.toString()],
          ]);
        },
      ),
      { numRuns: cases(300) },
    );
  });
});
