// Plain text tables.

/** Rows of texts as lines: the first column to the left, all others to the right, a rule under the head. */
export function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row) => row.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join('  ');
  return [line(all[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...all.slice(1).map(line)].join('\n');
}

/** A rate for people: 8.13 M/s, 3,020/s. */
export function rate(perSecond, unit) {
  return perSecond >= 1e5 ? `${digits(perSecond / 1e6)} M ${unit}/s` : `${digits(perSecond)} ${unit}/s`;
}

/** Three digits that count, with commas. */
export function digits(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}
