import type { Bar } from '../core/bar.js';
import { jsonNumber } from './json-writer.js';
import type { TextWriter } from './text-writer.js';

/** Writes a bar as the files have it (`BarFacts`). */
export function writeBar(out: TextWriter, bar: Bar): TextWriter {
  out.text('{"openTime":"').time(bar.openTime).text('","time":"').time(bar.time).text('","open":');
  jsonNumber(out, bar.open).text(',"high":');
  jsonNumber(out, bar.high).text(',"low":');
  jsonNumber(out, bar.low).text(',"close":');
  jsonNumber(out, bar.close);
  if (bar.instrument.volume === 'known') jsonNumber(out.text(',"volume":'), bar.volume);
  return out.text('}');
}
