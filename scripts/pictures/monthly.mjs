import { grouped } from '../charts/numbers.mjs';
import { heading, picture, words } from './frame.mjs';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec', 'Year'];
const EDGE = 36;
const ROW = 30;
const TOP = 128;
const LABEL = 56;

/** Return from which on a cell has its full colour: of a month, of a year. */
const FULL = [0.1, 0.3];

/** Monthly returns as a table of coloured cells. */
export function monthlyPicture({ months }, { subtitle, foot, colour, width }) {
  const column = (width - 2 * EDGE - LABEL) / MONTHS.length;
  const x = (i) => EDGE + LABEL + i * column;
  const heads = MONTHS.map((name, i) => words(middle(x(i), column), TOP - 10, 13, colour.soft, name, 'text-anchor="middle"'));
  const rows = months.flatMap(({ year, months: values, total }, row) => {
    const y = TOP + row * ROW;
    const cells = [...values, total].map((value, i) => {
      if (value === null || value === undefined) return '';
      const strength = Math.min(1, Math.abs(value) / FULL[i < 12 ? 0 : 1]) * 0.62;
      const fill = value < 0 ? colour.lossCell : colour.gainCell;
      const bold = i < 12 ? '' : ' font-weight="600"';
      return `<rect x="${round(x(i) + 1)}" y="${y + 1}" width="${round(column - 2)}" height="${ROW - 2}" rx="3" fill="${fill}" fill-opacity="${round(strength)}"/>${words(middle(x(i), column), y + 20, 13, colour.text, grouped(value * 100, 1), `text-anchor="middle"${bold}`)}`;
    });
    return [words(EDGE, y + 20, 13, colour.soft, String(year)), ...cells];
  });
  const height = TOP + months.length * ROW + 48;
  return picture(
    [heading('Returns by month, percent', subtitle, colour), ...heads, ...rows, words(EDGE, height - 18, 12, colour.soft, foot)].join('\n'),
    colour,
    width,
    height,
  );
}

const round = (value) => Number(value.toFixed(2));
const middle = (x, width) => round(x + width / 2);
