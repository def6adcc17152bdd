const NEED_QUOTES = ',"\r\n';
const SPECIAL = new RegExp(`[${NEED_QUOTES}]`);

/** 1 for the characters of ASCII for which RFC 4180 wants a cell in quotes. */
export const SPECIAL_CHARACTERS = new Uint8Array(0x80);
for (const character of NEED_QUOTES) SPECIAL_CHARACTERS[character.charCodeAt(0)] = 1;

/** A text as RFC 4180 wants it: quoted only where it holds a comma, a quote or a line break. */
export function textCell(text: string | undefined): string {
  if (text === undefined) return '';
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
