import { createHash } from 'node:crypto';
import { Decimal } from '../core/money.js';

/** A value as plain JSON that says the same thing every time, whatever a strategy put into its parameters. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Any value as plain JSON: decimals, big numbers and what JSON has no word for (NaN, functions) as text, maps as
 * objects, long typed arrays as their hash. Properties that are `undefined` are left out.
 */
export function plain(value: unknown, above: object[] = []): Plain {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? (value === 0 ? 0 : value) : String(value);
    case 'bigint':
      return String(value);
    case 'undefined':
      return null;
    case 'function':
      return `[function ${value.name}]`;
    case 'symbol':
      return String(value);
  }
  if (value === null) return null;
  const object = value as object;
  if (above.includes(object)) return '[circular]';
  above.push(object);
  const made = plainObject(object, above);
  above.pop();
  return made;
}

function plainObject(object: object, above: object[]): Plain {
  // By far the most: a list, or a record of a report.
  if (Array.isArray(object)) return object.map((one) => plain(one, above));
  if (Object.getPrototypeOf(object) !== Object.prototype) {
    if (Decimal.isDecimal(object)) return object.toString();
    if (ArrayBuffer.isView(object)) return hashOf(object);
    if (object instanceof Set) return [...object].map((one) => plain(one, above));
    if (object instanceof Map) return plainObject(Object.fromEntries([...object].map(([key, one]) => [String(key), one])), above);
  }
  if (typeof (object as { toJSON?: unknown }).toJSON === 'function') return plain((object as { toJSON(): unknown }).toJSON(), above);
  const made: Record<string, Plain> = {};
  for (const key of Object.keys(object)) {
    const one = (object as Readonly<Record<string, unknown>>)[key];
    if (one !== undefined) made[key] = plain(one, above);
  }
  return made;
}

/** JSON text with a line break at its end. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(plain(value), undefined, 2)}\n`;
}

/** SHA-256 of a text or of bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function hashOf(view: ArrayBufferView): Plain {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return { type: view.constructor.name, bytes: view.byteLength, sha256: sha256(bytes) };
}
