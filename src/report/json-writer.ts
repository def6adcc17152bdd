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

/** A further field of an object, `label` being `,"name":`; nothing where it has no value. */
export function stringField(out: TextWriter, label: string, value: string | undefined): void {
  if (value !== undefined) jsonString(out.text(label), value);
}

/** The same of a number. */
export function numberField(out: TextWriter, label: string, value: number | undefined): void {
  if (value !== undefined) jsonNumber(out.text(label), value);
}

/** The same of an instant. */
export function timeField(out: TextWriter, label: string, value: number | undefined): void {
  if (value !== undefined && Number.isFinite(value)) out.text(label).text('"').time(value).text('"');
}
