import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csv, type CsvOptions } from '../../feeds/index.js';
import { parseDecimal } from '../../feeds/csv/decimal.js';
import { PlainRows, type PlainField } from '../../feeds/csv/plain-rows.js';
import { RowScanner } from '../../feeds/csv/scanner.js';
import { cases } from '../support/scale.js';
import { file } from './files.js';

/** Numbers as files write them, what merely looks like one, and text. */
const cell = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[0-9]{1,9}(\.[0-9]{0,6})?$/) },
  fc.stringMatching(/^[0-9]{0,18}\.?[0-9]{0,6}$/),
  fc.stringMatching(/^[-+ ]?[0-9.]{0,8}[eE%]?[0-9]{0,2}$/),
  fc.constantFrom('', '.', '.5', '-', '1.2.3', '2024-01-02', '007', '"12.5"', '"1""2"', 'a"b', 'é'),
);

/** A decimal without a sign whose digits make an integer below 2^53, by its text. */
const isPlainDecimal = (text: string): boolean => /^(\d+\.?\d*|\.\d+)$/.test(text) && text.replace('.', '').length <= 15;

test('a block holds the rows before the first that is not plain, with the numbers of parseDecimal', () => {
  let blocks = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 7 }).chain((width) =>
        fc.record({
          fields: fc.array(fc.constantFrom<PlainField>('decimal', 'text'), { minLength: width, maxLength: width }),
          rows: fc.array(fc.array(cell, { minLength: width - (width > 2 ? 1 : 0), maxLength: width }), { minLength: 1, maxLength: 6 }),
        }),
      ),
      fc.constantFrom('\n', '\r\n'),
      fc.nat({ max: 30 }),
      ({ fields, rows }, lineEnd, cut) => {
        const bytes = Buffer.from(rows.map((row) => row.join(',') + lineEnd).join(''));
        // What lies behind the limit are whole rows too, and must not be taken.
        const limit = Math.max(0, bytes.length - cut);
        const plain = new PlainRows(fields, ',');
        const end = plain.read(bytes, 0, limit);
        const scanner = new RowScanner(',');
        let at = 0;
        let count = 0;
        for (const row of rows) {
          const isPlain =
            row.length === fields.length && row.every((text, f) => (fields[f] === 'text' ? !text.includes('"') : isPlainDecimal(text)));
          const next = scanner.split(bytes, at, limit);
          if (!isPlain || next < 0) break;
          expect(plain.startOf(count)).toBe(at);
          for (let f = 0; f < fields.length; f++) {
            const place = count * fields.length + f;
            if (fields[f] === 'text') expect([plain.starts[place], plain.ends[place]]).toEqual([scanner.starts[f], scanner.ends[f]]);
            else expect(plain.numbers[place]).toBe(parseDecimal(bytes, scanner.starts[f]!, scanner.ends[f]!));
          }
          at = next;
          count++;
        }
        expect([plain.count, end]).toEqual([count, at]);
        blocks += count;
      },
    ),
    { numRuns: cases(5000) },
  );
  expect(blocks).toBeGreaterThan(0);
});

const MINUTE = 60_000;

/** A bar a minute, with rows between them that are faulty, out of order, empty, or good but not plain. */
const bar = fc.record({ base: fc.integer({ min: 100, max: 9_999_999 }), spread: fc.nat({ max: 99 }), volume: fc.nat({ max: 1e6 }) });
const damage = fc.constantFrom(
  (cells: string[]) => cells.toSpliced(2, 1, '0'),
  (cells: string[]) => cells.toSpliced(4, 1, 'n/a'),
  (cells: string[]) => cells.toSpliced(4, 1, '-5'),
  (cells: string[]) => cells.toSpliced(5, 1, ''),
  (cells: string[]) => cells.toSpliced(0, 1, '12'),
  (cells: string[]) => cells.toSpliced(0, 1, 'never'),
  (cells: string[]) => cells.toSpliced(1, 4, '', '', '', ''),
  (cells: string[]) => cells.slice(0, 5),
  (cells: string[]) => [...cells, '7'],
  (cells: string[]) => cells.toSpliced(3, 1, `${cells[3]}e0`),
  () => [''],
);
const rowsOfFile = fc.array(fc.record({ bar, damage: fc.option(damage, { freq: 6 }) }), { minLength: 1, maxLength: 1200 });

test.each<[string, Partial<CsvOptions<'raw' | 'total-return'>>, (time: number) => string]>([
  ['numbers as times', { time: { format: 'epoch-seconds', stamp: 'open' } }, (time) => String(time / 1000)],
  ['text as times', { time: { format: 'iso', stamp: 'close' } }, (time) => new Date(time).toISOString()],
  ['adjusted and further columns', { time: { format: 'epoch-millis', stamp: 'open' }, basis: 'total-return', extra: ['more'] }, String],
])('files of plain rows give what the same rows give one by one: %s', async (_, options, stamp) => {
  const adjusted = options.basis === 'total-return';
  let [kept, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(rowsOfFile, fc.constantFrom('strict' as const, 'tolerant' as const), async (rows, mode) => {
      const lines = rows.map(({ bar: { base, spread, volume }, damage: spoil }, i) => {
        const price = (quanta: number): string => String(quanta / 1e4);
        const cells = [
          stamp(1_700_000_000_000 + i * MINUTE),
          price(base),
          price(base + spread),
          price(base - 99),
          price(base),
          String(volume),
          ...(adjusted ? [price(base * 0.5), String(i)] : []),
        ];
        return spoil?.(cells) ?? cells;
      });
      const header = ['time', 'open', 'high', 'low', 'close', 'volume', ...(adjusted ? ['adj close', 'more'] : [])];
      const load = async (quote: (text: string) => string): Promise<unknown> => {
        // The same name for both files, so that messages are the same too.
        const path = file([header, ...lines].map((cells) => (cells.length === 1 ? '' : cells.map(quote).join(','))).join('\n'), 'rows.csv');
        const feed = csv({ basis: 'raw', interval: '1m', instrument: { calendar: 'always-open' }, mode, ...options, files: { AAA: path } });
        try {
          const { series, sources, warnings } = await feed.load();
          kept += series[0]!.length;
          return { columns: series[0]!.columns, volume: series[0]!.instrument.volume, sources, warnings };
        } catch (error) {
          refused++;
          return error;
        }
      };
      // A quoted field is never plain.
      expect(await load((text) => text)).toEqual(await load((text) => `"${text}"`));
    }),
    { numRuns: cases(300) },
  );
  expect(kept).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
