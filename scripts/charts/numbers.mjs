// How charts write numbers and times. Nothing here depends on the reader's language or time zone.

export function grouped(value, digits) {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const zero = !/[1-9]/.test(whole + (fraction ?? ''));
  return `${value < 0 && !zero ? '−' : ''}${text}${fraction === undefined ? '' : `.${fraction}`}`;
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

/** A value in the unit of its chart; `axis` asks for the short form. */
export function written(value, unit, axis = false) {
  switch (unit) {
    case 'percent':
      return axis ? `${String(Number((value * 100).toFixed(2))).replace('-', '−')} %` : percent(value);
    case 'money':
    case 'index':
      return axis ? short(value) : grouped(value, 2);
    case 'ratio':
      return axis ? short(value) : grouped(value, 3);
    case 'count':
      return axis ? short(value) : grouped(value, 0);
    default:
      return axis ? short(value) : grouped(value, Math.abs(value) >= 100 ? 2 : 4);
  }
}

export function date(time, intraday) {
  const text = new Date(time).toISOString();
  return intraday ? `${text.slice(0, 10)} ${text.slice(11, 16)} UTC` : text.slice(0, 10);
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text) {
  return String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
