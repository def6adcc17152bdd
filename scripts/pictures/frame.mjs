import { escaped } from '../charts/numbers.mjs';

const EDGE = 36;

/** A picture with a title, words below it, keys of colours and a foot; `inner` draws what is between. */
export function framed(inner, { title, subtitle, foot, keys, colour, width, height }) {
  const top = keys.length > 0 ? 122 : 92;
  const bottom = 44;
  const chart = inner(width - 2 * EDGE, height - top - bottom).replace(/^<svg /, `<svg x="${EDGE}" y="${top}" `);
  return picture(
    [heading(title, subtitle, colour), legend(keys, colour), chart, words(EDGE, height - 18, 12, colour.soft, foot)].join('\n'),
    colour,
    width,
    height,
  );
}

export function picture(content, { surface, font }, width, height) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">
<rect width="${width}" height="${height}" fill="${surface}"/>
${content}
</svg>
`;
}

export function heading(title, subtitle, colour) {
  return `${words(EDGE, 48, 24, colour.text, title, 'font-weight="600"')}\n${words(EDGE, 74, 14, colour.soft, subtitle)}`;
}

export function words(x, y, size, fill, text, more = '') {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${more === '' ? '' : ` ${more}`}>${escaped(text)}</text>`;
}

function legend(keys, colour) {
  let x = EDGE;
  return keys
    .map(({ name, colour: own }) => {
      const mark = `<rect x="${x}" y="97" width="18" height="4" rx="2" fill="${own}"/>${words(x + 26, 104, 14, colour.text, name)}`;
      x += 26 + name.length * 7.6 + 26;
      return mark;
    })
    .join('\n');
}
