import { timeFault, type BarFault } from '../../src/core/series.js';
import { isoInstant, type Millis } from '../../src/core/time.js';

const MISSING = /^(?:|\.|-|nan|null|none|na|n\/a)$/i;
const DECORATED = /^([-+]?)\s*[$€£¥]?\s*([-+]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?\s*([KMB]?)$/i;
const POWERS: Readonly<Record<string, string>> = { '': 'e0', K: 'e3', M: 'e6', B: 'e9' };

/** Whether a cell says that there is no value. */
export function isMissingText(text: string): boolean {
  return MISSING.test(text);
}

/** The number in a text such as `$1,234.50` or `76.1M`; NaN for what is none, commas that part no thousands among it. */
export function decoratedNumber(text: string): number {
  const match = DECORATED.exec(text.trim());
  if (match === null) return Number.NaN;
  const [, outer = '', inner = '', whole = '', fraction = '', suffix = ''] = match;
  if ((whole === '' && fraction.length < 2) || (outer !== '' && inner !== '')) return Number.NaN;
  // Moved by its exponent as text: 76.11 × 1e6 would not be 76110000.
  return Number(`${outer}${inner}${whole.replaceAll(',', '')}${fraction}${POWERS[suffix.toUpperCase()]}`);
}

/** The fault of a row, with what its cells say and how such a file is read. */
export function explainedFault(fault: BarFault, cells: readonly string[], decorated: boolean): BarFault {
  if (fault.code !== 'data/not-a-number' && fault.code !== 'data/volume') return fault;
  const odd = cells.filter((cell) => cell !== '' && Number.isNaN(Number(cell)));
  if (odd.length === 0) return fault;
  const message = `${fault.message}: ${odd.map((cell) => JSON.stringify(cell)).join(', ')}`;
  const isDecorated = !decorated && odd.every((cell) => !Number.isNaN(decoratedNumber(cell)));
  return {
    code: fault.code,
    message,
    hint: isDecorated ? 'these are numbers with signs, commas or K, M, B: read them with numbers: "decorated"' : fault.hint,
  };
}

/** What is wrong with the place of a row among the others. */
export function orderFault(time: Millis, previous: Millis, descending: boolean): BarFault {
  const fault = timeFault(time, previous);
  if (fault.code !== 'data/unsorted' && !(descending && fault.code !== 'data/duplicate')) return fault;
  return descending
    ? {
        code: 'data/unsorted',
        message: `${isoInstant(time)} comes after ${isoInstant(previous)} in a file that is said to descend`,
        hint: 'leave out order: "descending", or sort the rows',
      }
    : { ...fault, hint: `${fault.hint}; a file that runs from new to old is read with order: "descending"` };
}
