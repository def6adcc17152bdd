import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDecimal } from '../../feeds/csv/decimal.js';
import { RowScanner } from '../../feeds/csv/scanner.js';
import { cases } from '../support/scale.js';

/** Numbers as files write them, and what merely looks like one. */
const cell = fc.oneof(
  fc.double({ noNaN: true }).map(String),
  fc.stringMatching(/^[0-9]{0,18}\.?[0-9]{0,6}$/),
  fc.stringMatching(/^[-+ ]?[0-9.]{0,8}[eE%]?[0-9]{0,2}$/),
  fc.constantFrom('', '.', '-', '1.2.3', '2024-01-02', '007', '"12.5"', '"1""2"'),
);

test('numbers read while a row is split are those of parseDecimal, whatever row came before', () => {
  const scanner = new RowScanner(',');
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, end) => {
        const bytes = Buffer.from(rows.map((row) => row.join(',') + end).join(''));
        let at = 0;
        for (const row of rows) {
          at = scanner.split(bytes, at, bytes.length);
          expect(scanner.count).toBe(row.length);
          for (let field = 0; field < row.length; field++)
            expect(scanner.number(bytes, field)).toBe(parseDecimal(bytes, scanner.starts[field]!, scanner.ends[field]!));
        }
        expect(at).toBe(bytes.length);
      },
    ),
    { numRuns: cases(2000) },
  );
});
