import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isoInstant } from '../../src/index.js';
import { exactOf, lotsToDecimal, quantaToDecimal } from '../../src/core/money.js';
import { CsvRow } from '../../src/report/csv-row.js';
import { joinedText, textBlocks, type TextWriter } from '../../src/report/text-writer.js';
import { cases } from '../support/scale.js';

const written = (write: (out: TextWriter) => void): string => joinedText(textBlocks(1, write));

test('numbers are what String makes of them', () => {
  const decimal = fc.tuple(fc.integer(), fc.nat({ max: 8 })).map(([digits, scale]) => digits / 10 ** scale);
  const large = fc.double({ min: -1e13, max: 1e13 }).map((value) => Math.round(value) / 1e4);
  fc.assert(
    fc.property(fc.oneof(fc.double(), decimal, large), (value) => {
      expect(written((out) => out.number(value))).toBe(String(value));
    }),
    { numRuns: cases(2000) },
  );
  for (const value of [0, -0, 0.1, 1e-4, 99.9999, 0.30000000000000004, 1e-7, 1e21, 2 ** 53, 99999999999.9999, NaN, -Infinity])
    expect(written((out) => out.number(value))).toBe(String(value));
});

test('numbers of up to 17 digits are the shortest that read back, of every size', () => {
  // Any pattern of bits, sums and means of prices: the last digits are then as good as random.
  const pattern = fc.tuple(fc.integer({ min: -20, max: 32 }), fc.double({ min: 1, max: 2, maxExcluded: true }));
  const mean = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 3, maxLength: 30 });
  const long = fc.oneof(
    pattern.map(([exponent, mantissa]) => mantissa * 2 ** exponent),
    mean.map((prices) => prices.reduce((sum, price) => sum + price / 1e4, 0) / prices.length),
    mean.map((prices) => (prices[0]! - prices[1]!) / prices[1]!),
  );
  const neighbours = long.chain((value) => fc.integer({ min: -3, max: 3 }).map((steps) => value + steps * value * Number.EPSILON));
  fc.assert(
    fc.property(neighbours, (value) => {
      expect(written((out) => out.number(value))).toBe(String(value));
    }),
    { numRuns: cases(5000) },
  );
  // Powers of two, where the gap to the next number changes, and both of their neighbours.
  for (let exponent = -20; exponent <= 32; exponent++)
    for (const value of [2 ** exponent, 2 ** exponent * (1 + Number.EPSILON), 2 ** exponent * (1 - Number.EPSILON / 2)])
      expect(written((out) => out.number(value))).toBe(String(value));
});

test('whole numbers have all their digits', () => {
  for (let digits = 1; digits <= 15; digits++)
    for (const value of [10 ** digits - 1, 10 ** digits]) expect(written((out) => out.number(value))).toBe(String(value));
  fc.assert(fc.property(fc.maxSafeNat(), (value) => expect(written((out) => out.number(value))).toBe(String(value))));
});

test('amounts and quantities are exact, of any size', () => {
  const amount = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -200, max: 200 }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
    fc.bigInt({ min: -(2n ** 80n), max: -(2n ** 53n) }),
  );
  fc.assert(fc.property(amount, (value) => expect(written((out) => out.quanta(value))).toBe(quantaToDecimal(value).toFixed())));
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.constantFrom('1', '100', '0.001', '0.25'), (lots, step) => {
      const lot = exactOf(step);
      expect(written((out) => new CsvRow(1).quantity(lots, lot).writeTo(out))).toBe(lotsToDecimal(lots, lot).toString());
    }),
  );
});

test('times are what isoInstant makes of them', () => {
  const date = fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2199-01-01') });
  fc.assert(
    fc.property(fc.array(fc.tuple(date, fc.boolean())), (dates) => {
      const times = dates.map(([each, whole]) => (whole ? Math.floor(each.getTime() / 1000) * 1000 : each.getTime()));
      expect(written((out) => times.forEach((time) => out.time(time)))).toBe(times.map(isoInstant).join(''));
    }),
  );
});

test('rows of any text come back as they were, in many blocks', () => {
  const rows = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1000, maxLength: 70_000 })), { maxLength: 20 });
  fc.assert(
    fc.property(rows, (texts) => expect(joinedText(textBlocks(texts.length, (out, row) => out.text(texts[row]!)))).toBe(texts.join(''))),
  );
  const blocks = Array.from(
    textBlocks(100_000, (out, row) => out.number(row).text('\n')),
    ({ length }) => length,
  );
  expect(blocks.length).toBeGreaterThan(1);
  expect(blocks.reduce((sum, each) => sum + each, 0)).toBe(588_890);
});
