import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { csv } from '../../feeds/index.js';
import { parseDecimal } from '../../feeds/csv/decimal.js';
import { cases } from '../support/scale.js';
import { file } from './files.js';
import { rejection } from './rejection.js';

/** Parses a text that stands somewhere within bytes. */
function parse(text: string): number {
  const bytes = new TextEncoder().encode(`9,${text},9`);
  return parseDecimal(bytes, 2, bytes.length - 2);
}

describe('numbers', () => {
  const digits = (max: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max });

  test.each([
    '0',
    '-0',
    '1',
    '-1',
    '+1',
    '1.',
    '.5',
    '-.5',
    '007',
    '0.1',
    '0.30000000000000004',
    '123456789012345',
    '1234567890123456',
    '9007199254740993',
    '0.000000000000001',
    '12345678901234.5',
    '1e5',
    '1E-7',
    '-2.5e+3',
    '1e22',
    '1e23',
    '1.7976931348623157e308',
    '5e-324',
    '1e400',
    ' 1.5',
    '1.5 ',
    '179769313486231570000',
    '100.0000000000000000000001',
    '0.10000000000000000555',
  ])('%s', (text) => {
    expect(Object.is(parse(text), Number(text))).toBe(true);
  });

  test.each([
    '',
    ' ',
    '.',
    '-',
    '+',
    '-.',
    '1.2.3',
    '1,5',
    '1-2',
    '--1',
    '1e',
    'e5',
    '0x10',
    '0b1',
    'Infinity',
    '-Infinity',
    'NaN',
    'null',
    '1_000',
    '$5',
    '٣',
    '1 2',
  ])('%j is none', (text) => {
    expect(parse(text)).toBeNaN();
  });

  test('decimals of any length are what Number makes of them, to the last bit', () => {
    const decimal = fc
      .tuple(fc.constantFrom('', '-'), digits(20), fc.option(digits(25)), fc.option(fc.integer({ min: -40, max: 40 })))
      .map(
        ([sign, whole, fraction, exponent]) =>
          `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`,
      );
    fc.assert(
      fc.property(decimal, (text) => Object.is(parse(text), Number(text))),
      { numRuns: cases(20_000) },
    );
  });

  test('printed floats come back as they were', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => parse(String(value)) === value),
      { numRuns: cases(10_000) },
    );
  });
});

describe('files of many chunks', () => {
  const ROWS = 40_000;
  const START = Date.UTC(2024, 0, 1) / 1000;
  const price = (row: number): number => 100 + (row % 977) / 7;
  const text = (note: (row: number) => string): string =>
    `time,note,open,high,low,close,volume\n${Array.from({ length: ROWS }, (_, row) => `${START + row * 60},${note(row)},${price(row)},300,1,${price(row + 1)},${row}\n`).join('')}`;
  const feed = (content: string): ReturnType<typeof csv<'raw'>> =>
    csv({
      basis: 'raw',
      interval: '1m',
      time: { format: 'epoch-seconds', stamp: 'open' },
      instrument: { calendar: 'always-open' },
      files: { AAA: file(content) },
    });

  test.each<readonly [string, (row: number) => string]>([
    ['plain', () => ''],
    ['quoted, with line ends', (row) => `"${'x\n""'.repeat(row % 7)}"`],
    ['rows that get longer, beyond the estimate and short of it', (row) => 'y'.repeat(Math.floor(row / 600))],
    ['rows that get shorter', (row) => 'y'.repeat(Math.floor((ROWS - row) / 600))],
  ])('%s', async (_, note) => {
    const { columns, length } = (await feed(text(note)).load()).series[0]!;
    expect(length).toBe(ROWS);
    const wrong = Array.from({ length }, (__, row) => row).filter(
      (row) =>
        columns.time[row] !== (START + row * 60 + 60) * 1000 ||
        columns.open[row] !== price(row) ||
        columns.close[row] !== price(row + 1) ||
        columns.volume[row] !== row,
    );
    expect(wrong).toEqual([]);
  });

  test('the signal is looked at between chunks', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let looks = 0;
    const signal = Object.assign(controller.signal, {
      throwIfAborted(): void {
        looks += 1;
        if (looks === 3) throw reason;
      },
    });
    expect(await rejection(feed(text(() => '')).load({ signal }))).toBe(reason);
  });

  test('a fault in a later chunk has its line', async () => {
    const content = text(() => '"\n"').replace(`${START + 30_000 * 60},"\n",`, `${START + 30_000 * 60},"\n",-`);
    // Two lines a row, after one of the header.
    expect(await rejection(feed(content).load())).toMatchObject({ code: 'data/price-not-positive', context: { line: 60_002 } });
  });
});
