// How charts write numbers and times. Nothing here depends on the reader's language or time zone.

export function grouped(value, digits) {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '−' : ''}${text}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A short form for axes: 250k, 1.5M. */
export function short(value) {
  const size = Math.abs(value);
  const [unit, name] = size >= 1e9 ? [1e9, 'bn'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, ''];
  const scaled = Number((value / unit).toPrecision(4));
  return `${String(scaled).replace('-', '−')}${name}`;
}

export function percent(fraction) {
  return `${grouped(fraction * 100, 2)} %`;
}

export function date(time, intraday) {
  const text = new Date(time).toISOString();
  return intraday ? `${text.slice(0, 10)} ${text.slice(11, 16)} UTC` : text.slice(0, 10);
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text) {
  return String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
