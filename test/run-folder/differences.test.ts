import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvBlocks } from '../../src/report/csv.js';
import { csvRecords } from '../../src/run-folder/csv-records.js';
import { firstDifference } from '../../src/run-folder/first-difference.js';
import { cases } from '../support/scale.js';

const cell = fc.oneof(fc.string(), fc.stringMatching(/^[a-z",\n]{0,6}$/));

test('CSV files are read as they were written, and each record knows its line', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 })),
      (rows) => {
        const text = [...csvBlocks(rows[0]!, rows.slice(1))].join('');
        const read = [...csvRecords(text)];
        expect(read.map(({ cells }) => cells)).toEqual(rows);
        let line = 1;
        for (const [i, row] of rows.entries()) {
          expect(read[i]!.line).toBe(line);
          line += 1 + row.join('').split('\n').length - 1;
        }
      },
    ),
    { numRuns: cases(200) },
  );
});

describe('the first difference', () => {
  test('of CSV files is named by line, also after a cell of two lines, and column', () => {
    const before = 'id,tag,price\n1,"a\nb",5\n2,c,6\n';
    expect(firstDifference('x.csv', before, before.replace('6', '7'))).toEqual({
      file: 'x.csv',
      line: 4,
      column: 'price',
      before: '6',
      after: '7',
    });
    expect(firstDifference('x.csv', before, before.replace('price', 'cost'))).toEqual({
      file: 'x.csv',
      line: 1,
      column: 'column 3',
      before: 'price',
      after: 'cost',
    });
    expect(firstDifference('x.csv', before, `${before}3,d,8\n`)).toEqual({
      file: 'x.csv',
      line: 5,
      column: 'the whole row',
      before: undefined,
      after: '3,d,8',
    });
  });

  test('of JSON files by line and path', () => {
    const text = (sharpe: number): string => JSON.stringify({ name: 'x', figures: { sharpe: { value: sharpe, n: 3 } } }, undefined, 2);
    expect(firstDifference('metrics.json', text(1.5), text(1.25))).toEqual({
      file: 'metrics.json',
      line: 5,
      column: 'figures.sharpe.value',
      before: '1.5',
      after: '1.25',
    });
    expect(firstDifference('p.jsonl', '{"a":1}\n{"a":[1,{"b":"x"}]}\n', '{"a":1}\n{"a":[1,{"b":"y"}]}\n')).toEqual({
      file: 'p.jsonl',
      line: 2,
      column: 'a.1.b',
      before: 'x',
      after: 'y',
    });
    expect(firstDifference('p.jsonl', '{"a":1}\n', '{"a":1}\n{"a":2}\n')).toMatchObject({ line: 2, before: undefined, after: '{"a":2}' });
  });

  test('of other files by line and character', () => {
    expect(firstDifference('x.html', 'one\n<b>two</b>', 'one\n<b>tow</b>')).toEqual({
      file: 'x.html',
      line: 2,
      column: 'character 5',
      before: '<b>two</b>',
      after: '<b>tow</b>',
    });
    expect(firstDifference('x.html', 'one', 'one more')).toMatchObject({ line: 1, column: 'character 4' });
    // Values of the same JSON but other bytes.
    expect(firstDifference('x.json', '{"a":1}', '{ "a":1}')).toMatchObject({ line: 1, column: 'character 2' });
  });
});
