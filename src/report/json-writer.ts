import type { TextWriter } from './text-writer.js';

/** Characters that stand in a JSON text as they are. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A text in quotes. */
export function jsonString(out: TextWriter, text: string): TextWriter {
  return PLAIN.test(text) ? out.text('"').text(text).text('"') : out.text(JSON.stringify(text));
}

/** A number; as text what JSON has no number for. */
export function jsonNumber(out: TextWriter, value: number): TextWriter {
  return Number.isFinite(value) ? out.number(value) : jsonString(out, String(value));
}
