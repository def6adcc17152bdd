import { DataError } from '../../src/core/errors.js';
import { dayOfIsoDate } from '../../src/core/time.js';
import { beginning, isHtml } from '../network/network-fault.js';
import type { Figures } from '../common/bar-collector.js';

/** A row of Stooq's CSV. */
export interface StooqRow {
  readonly day: number;
  /** `undefined` where a price is missing. */
  readonly figures: Figures | undefined;
}

const KEY_HINT =
  'ask for a key in a browser at https://stooq.com/q/d/?s=spy.us&get_apikey and give it as apiKey, or download the CSV there and load it with csv()';

/**
 * The rows of an answer. Stooq says everything with status 200, so only a body that begins with the header of its CSV is
 * data.
 * @throws DataError: `stooq/no-data`, `stooq/limit`, `stooq/key`, `stooq/page` or `stooq/not-csv`.
 */
export function stooqRows(symbol: string, body: string): StooqRow[] {
  const lines = body.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = lines[0]!.trim().toLowerCase().split(',');
  if (header[0] !== 'date' || header.length < 5) throw notData(symbol, body);
  const place = (name: string): number => header.indexOf(name);
  const places = { open: place('open'), high: place('high'), low: place('low'), close: place('close'), volume: place('volume') };
  if (Math.min(places.open, places.high, places.low, places.close) < 0) throw notData(symbol, body);
  const rows: StooqRow[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const cells = line.split(',');
    const day = dayOfIsoDate(cells[0]!.trim());
    if (day === undefined || cells.length < header.length) throw brokenRow(symbol, index + 1, line);
    const numberAt = (at: number): number | undefined => (at < 0 || cells[at]!.trim() === '' ? undefined : Number(cells[at]));
    const [open, high, low, close] = [numberAt(places.open), numberAt(places.high), numberAt(places.low), numberAt(places.close)];
    const isWhole = open !== undefined && high !== undefined && low !== undefined && close !== undefined;
    rows.push({ day, figures: isWhole ? { open, high, low, close, volume: numberAt(places.volume) ?? 0 } : undefined });
  }
  return rows;
}

function brokenRow(symbol: string, line: number, text: string): DataError {
  return new DataError(`stooq: ${symbol} 1d: line ${line} of the answer is no row of its CSV: ${beginning(text)}`, {
    code: 'stooq/row',
    context: { source: 'stooq', symbol, line },
    hint: 'load again: the answer may have been cut; if it stays, use another feed',
  });
}

function notData(symbol: string, body: string): DataError {
  const [code, what, hint] = meaningOf(body);
  return new DataError(`stooq: ${symbol} 1d: ${what}: ${beginning(body)}`, { code, context: { source: 'stooq', symbol }, hint });
}

function meaningOf(body: string): readonly [code: string, what: string, hint: string] {
  if (/^\s*(no data|brak danych)/i.test(body) || body.trim() === '') {
    return [
      'stooq/no-data',
      'it has no data of this symbol or these dates',
      'write the symbol as Stooq does with names: { SPY: "spy.us" }, and check the dates',
    ];
  }
  if (/exceeded the daily hits limit|przekroczony dzienny limit/i.test(body)) {
    return ['stooq/limit', "the day's limit of downloads is reached", 'go on tomorrow, and keep what was fetched in a store'];
  }
  if (/apikey/i.test(body)) return ['stooq/key', 'it wants a key', KEY_HINT];
  if (isHtml(body))
    return ['stooq/page', 'it answered an HTML page (status 200) in place of data, as it does to programs without a key', KEY_HINT];
  return [
    'stooq/not-csv',
    'it answered a text in place of data',
    'see what the text says; download the file in a browser and load it with csv(), or use another feed',
  ];
}
