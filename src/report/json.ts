import { createHash } from 'node:crypto';
import { Decimal } from '../core/money.js';

/** A value as plain JSON that says the same thing every time, whatever a strategy put into its parameters. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Any value as plain JSON: decimals, big numbers and what JSON has no word for (NaN, functions) as text, maps as
 * objects, long typed arrays as their hash. Properties that are `undefined` are left out.
 */
export function plain(value: unknown, above: readonly object[] = []): Plain {
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
  const within = [...above, object];
  if (Decimal.isDecimal(object)) return object.toString();
  if (ArrayBuffer.isView(object)) return hashOf(object);
  if (Array.isArray(object)) return object.map((one) => plain(one, within));
  if (object instanceof Set) return [...object].map((one) => plain(one, within));
  if (typeof (object as { toJSON?: unknown }).toJSON === 'function') return plain((object as { toJSON(): unknown }).toJSON(), within);
  const entries = object instanceof Map ? [...object].map(([key, one]) => [String(key), one] as const) : Object.entries(object);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined).map(([key, one]) => [key, plain(one, within)]));
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
