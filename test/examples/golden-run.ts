import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { expect } from '@jest/globals';

import { figuresOf, isoInstant, type BacktestResult, type Millis } from 'barstream';

/**
 * What an example is expected to do, as `test/golden/examples/<name>.json` holds it: what every order came to, the final
 * equity to the cent and all figures to six digits. Prices are held to a millionth: logarithms, and so the volatility
 * cost, are not the same to the last bit on every machine.
 */
interface GoldenRun {
  readonly period: readonly [first: string | undefined, last: string | undefined];
  readonly finalEquity: string;
  readonly finalCash: string;
  readonly figures: Readonly<Record<string, number | null>>;
  /** Decided on, filled on, symbol, side, quantity, price. */
  readonly fills: readonly (readonly string[])[];
  /** Orders that were not filled to the end: decided on, symbol, side, quantity, status, reason. */
  readonly unfilled: readonly (readonly string[])[];
}

const day = (time: Millis): string => isoInstant(time).slice(0, 10);

export function goldenOf(result: BacktestResult): GoldenRun {
  return {
    period: [result.metrics.firstSession, result.metrics.lastSession],
    finalEquity: result.finalEquity.toFixed(2),
    finalCash: result.finalCash.toFixed(2),
    figures: Object.fromEntries(
      figuresOf(result).map(({ definition, value }) => [
        definition.key,
        value.value === undefined ? null : Number(value.value.toPrecision(6)),
      ]),
    ),
    fills: result.fills.map((fill) => [
      day(fill.order.decidedAt),
      day(fill.time),
      fill.symbol,
      fill.side,
      fill.quantity.toString(),
      fill.priceNumber.toFixed(6),
    ]),
    unfilled: result.orders
      .filter((record) => record.status !== 'filled')
      .map(({ order, lots, status, reason = '' }) => [day(order.decidedAt), order.symbol, order.side, String(lots), status, reason]),
  };
}

/**
 * Compares a run with its golden file. With `BARSTREAM_UPDATE_GOLDEN=1` in the environment the file is written anew
 * instead, for people to look at the difference before they commit it; a gate that sets `CI` never does that.
 */
export function expectGolden(name: string, result: BacktestResult): void {
  const file = new URL(`../golden/examples/${name}.json`, import.meta.url);
  const found = goldenOf(result);
  if (process.env['BARSTREAM_UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) writeFileSync(file, textOf(found));
  expect(existsSync(file)).toBe(true);
  expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}

/** JSON with one fill a line, so that a difference can be read. */
function textOf({ fills, unfilled, ...rest }: GoldenRun): string {
  const rows = (all: readonly (readonly string[])[]): string =>
    all.length === 0 ? '[]' : `[\n${all.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`;
  const head = JSON.stringify(rest, undefined, 2).replace(/\n\}$/, '');
  return `${head},\n  "fills": ${rows(fills)},\n  "unfilled": ${rows(unfilled)}\n}\n`;
}
