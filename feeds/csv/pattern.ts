import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time.js';
import { luxon } from '../common/luxon.js';
import { civilDay } from '../common/civil-day.js';
import { fieldText } from './decimal.js';
import { digits, type StampReader } from './stamp.js';

/** Index of each field of a date and time that the fast reader knows. */
const FIELDS = { y: 0, M: 1, d: 2, H: 3, m: 4, s: 5, S: 6 } as const;

/** Fewest and most digits of luxon's number tokens. */
const TOKENS: Readonly<Record<string, readonly [fewest: number, most: number]>> = {
  yyyy: [4, 4],
  MM: [2, 2],
  M: [1, 2],
  dd: [2, 2],
  d: [1, 2],
  HH: [2, 2],
  H: [1, 2],
  mm: [2, 2],
  m: [1, 2],
  ss: [2, 2],
  s: [1, 2],
  SSS: [3, 3],
};

/** A part of a pattern: a number for a field, or one byte that must stand there. */
type Part = { readonly field: number; readonly fewest: number; readonly most: number } | { readonly byte: number };

/** True when stamps of a luxon format say their own offset from UTC. */
export function hasOffset(format: string): boolean {
  return /[Zz]/.test(format.replace(/'[^']*'/g, ''));
}

/** A reader of stamps in a format of luxon's tokens. Formats of plain numbers are read from the bytes, others by luxon. */
export function patternReader(format: string): StampReader {
  const parts = compile(format);
  return parts === undefined ? luxonReader(format) : numberReader(parts);
}

/** The parts of a format of number tokens and plain characters, `undefined` for every other format. */
function compile(format: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  const seen = new Set<number>();
  for (const [run] of format.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z]/g)) {
    if (run.startsWith("'")) {
      parts.push(...[...Buffer.from(run.slice(1, -1))].map((byte) => ({ byte })));
    } else if (/[A-Za-z]/.test(run)) {
      const digitsOf = TOKENS[run];
      const field = FIELDS[run[0] as keyof typeof FIELDS];
      if (digitsOf === undefined || seen.has(field)) return undefined;
      seen.add(field);
      parts.push({ field, fewest: digitsOf[0], most: digitsOf[1] });
    } else {
      parts.push(...[...Buffer.from(run)].map((byte) => ({ byte })));
    }
  }
  return seen.has(FIELDS.y) && seen.has(FIELDS.M) && seen.has(FIELDS.d) ? parts : undefined;
}

function numberReader(parts: readonly Part[]): StampReader {
  const values = new Float64Array(7);
  return (bytes, from, to, out) => {
    values.fill(0);
    out.local = Number.NaN;
    out.offset = Number.NaN;
    let at = from;
    for (const part of parts) {
      if ('byte' in part) {
        if (at >= to || bytes[at++] !== part.byte) return;
        continue;
      }
      let count = part.most;
      while (count > part.fewest && !(at + count <= to && digits(bytes, at, count) >= 0)) count -= 1;
      if (at + count > to) return;
      values[part.field] = digits(bytes, at, count);
      at += count;
    }
    const [year, month, day, hour, minute, second, milli] = values as unknown as [number, number, number, number, number, number, number];
    if (at !== to || !(hour < 24 && minute < 60 && second < 60)) return;
    out.local = civilDay(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + milli;
  };
}

function luxonReader(format: string): StampReader {
  const { DateTime } = luxon();
  const parser = DateTime.buildFormatParser(format, { locale: 'en-US' });
  const zoned = hasOffset(format);
  return (bytes, from, to, out) => {
    const found = DateTime.fromFormatParser(fieldText(bytes, from, to), parser, { zone: 'utc', setZone: true });
    const offset = found.isValid ? found.offset * MINUTE : Number.NaN;
    out.local = found.isValid ? found.toMillis() + offset : Number.NaN;
    out.offset = zoned ? offset : Number.NaN;
  };
}
