import { describe, expect, it } from '@jest/globals';
import { zeros } from '../../src/core/zeros.js';

describe('zeros', () => {
  it('gives columns of the asked length that are all 0, whatever was written into those before', () => {
    // Enough for several slabs of 8192 numbers, with a length that does not divide them.
    for (let i = 0; i < 100; i++) {
      const column = zeros(300);
      expect(column).toHaveLength(300);
      expect(column.every((value) => value === 0)).toBe(true);
      column.fill(i + 1);
    }
  });

  it('never hands a part out twice', () => {
    const columns = Array.from({ length: 60 }, (_, i) => zeros(i * 20).fill(i));
    columns.forEach((column, i) => expect([column.length, new Set(column)]).toEqual([i * 20, new Set(i === 0 ? [] : [i])]));
  });

  it('gives long columns memory of their own', () => {
    const long = zeros(5000);
    expect(long.buffer.byteLength).toBe(5000 * 8);
  });
});
