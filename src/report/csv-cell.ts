const SPECIAL = /[",\r\n]/;

/** A text as RFC 4180 wants it: quoted only where it holds a comma, a quote or a line break. */
export function textCell(text: string | undefined): string {
  if (text === undefined) return '';
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
