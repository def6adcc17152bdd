import { expect, test } from '@jest/globals';

import { GrowingColumn } from '../../src/core/growing-column.js';
import { GrowingRows } from '../../src/core/growing-rows.js';

test('a column keeps what was pushed, however often it grows', () => {
  const column = new GrowingColumn(0);
  for (let i = 0; i < 1000; i++) column.push(i * i);
  expect(column.length).toBe(1000);
  expect([...column.view()]).toEqual(Array.from({ length: 1000 }, (_, i) => i * i));
});

test('rows keep their fields and amounts of every size, however often they grow', () => {
  const rows = new GrowingRows(3, 1);
  const count = 1300;
  for (let i = 0; i < count; i++) {
    const place = rows.append();
    expect([...rows.data.subarray(place, place + 3)]).toEqual([0, 0, 0]);
    rows.data[place] = i;
    rows.setQuanta(place + 1, i % 2 === 0 ? i : -(10n ** 18n) - BigInt(i));
  }
  expect(rows.length).toBe(count);
  for (let i = 0; i < count; i++) {
    const place = rows.open(i);
    expect(rows.data[place]).toBe(i);
    expect(rows.quanta(place + 1)).toBe(i % 2 === 0 ? i : -(10n ** 18n) - BigInt(i));
    expect(rows.quanta(place + 2)).toBe(0);
  }
});
