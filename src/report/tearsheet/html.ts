/** A piece of HTML that is safe to put into a page. Only {@link html} and {@link raw} make them. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | undefined | readonly Part[];

/** HTML from a template: every value is escaped, unless it is HTML already; `undefined` gives nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => `${text}${rendered(values[i - 1])}${string}`));
}

/** Text taken as HTML as it is. */
export function raw(text: string): Html {
  return new Html(text);
}

/** A value as JSON inside a script element: no `<` is left that could end it. */
export function jsonScript(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return new Html(`<script type="application/json" id="${id}">${json}</script>`);
}

function rendered(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(rendered).join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A number as it is set in type: with a minus sign, and never broken before its unit. */
export function typeset(text: string): string {
  return text.replace(/^-/, '\u2212').replace(/ %$/, '\u00A0%');
}
