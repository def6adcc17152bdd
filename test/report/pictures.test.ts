import { describe, expect, test } from '@jest/globals';
import { inflateSync } from 'node:zlib';
import { runPictures, type Picture } from '../../src/index.js';
import { sample } from './sample.js';

const NAMES = [
  'equity',
  'equity-log',
  'drawdown',
  'monthly-returns',
  'yearly-returns',
  'distribution',
  'rolling-sharpe',
  'rolling-volatility',
  'rolling-beta',
  'exposure',
  'costs',
  'cost-sensitivity',
];

const svgOf = (pictures: readonly Picture[], name: string): string => String(pictures.find(({ file }) => file === `${name}.svg`)!.content);

/** Size and pixels (RGBA rows, unfiltered) of a PNG: an independent reader. */
function readPng(bytes: Uint8Array): { readonly width: number; readonly height: number; readonly rows: readonly Uint8Array[] } {
  const view = Buffer.from(bytes);
  expect(view.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const [width, height] = [view.readUInt32BE(16), view.readUInt32BE(20)];
  expect([view[24], view[25]]).toEqual([8, 6]);
  const data: Buffer[] = [];
  for (let at = 8; at < view.length; at += 12 + view.readUInt32BE(at))
    if (view.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(view.subarray(at + 8, at + 8 + view.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * 4;
  const rows: Uint8Array[] = [];
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    const row = new Uint8Array(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    const above = rows[y - 1];
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : row[x - 4]!;
      const up = above?.[x] ?? 0;
      const corner = x < 4 ? 0 : (above?.[x - 4] ?? 0);
      const before = filter === 0 ? 0 : filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
      row[x] = (row[x]! + before) & 255;
    }
    rows.push(row);
  }
  return { width, height, rows };
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const pa = Math.abs(p - a);
  const pb = Math.abs(p - b);
  const pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

describe('pictures', () => {
  test('of all charts, with what they show in words', async () => {
    const result = await sample({ sessions: 400 });
    const pictures = await runPictures(result);
    expect(pictures.map(({ file }) => file)).toEqual(NAMES.map((name) => `${name}.svg`));
    for (const name of NAMES) {
      const svg = svgOf(pictures, name);
      expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width="1200"')).toBe(true);
      expect(svg).toContain('Wave, 2003-01-02 to 2004-08-04, USD');
      expect(svg).not.toMatch(/NaN|undefined|\[object|(?:href|src)=/);
    }
  });

  test('a month has the number of the run', async () => {
    const result = await sample({ sessions: 60 });
    const { sessionDates, sessionEquity, startEquity } = result.equity;
    const end = sessionDates.findLastIndex((date) => date < '2003-02');
    const january = ((sessionEquity[end]! / startEquity - 1) * 100).toFixed(1).replace('-', '−');
    const svg = svgOf(await runPictures(result), 'monthly-returns');
    expect([...svg.matchAll(/<rect [^>]*rx="3"[^>]*\/><text [^>]*>([^<]+)</g)][0]![1]).toBe(january);
  });

  test('equal runs give equal bytes, drawn again in the same process too', async () => {
    const [a, b] = [await runPictures(await sample()), await runPictures(await sample())];
    expect(a).toEqual(b);
  });

  test('a name cannot become markup', async () => {
    const [first] = await runPictures(await sample({ config: { name: '<script>alert(1)</script> & "co"' } }));
    expect(String(first!.content)).not.toContain('<script');
    expect(String(first!.content)).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;');
  });

  test('PNG has the pixels of the drawing: ground, writing and the line', async () => {
    const [light] = await runPictures(await sample(), { formats: ['png'], only: ['equity'] });
    const [dark] = await runPictures(await sample(), { formats: ['png'], only: ['equity'], dark: true });
    expect(light!.file).toBe('equity.png');
    const at = ({ rows }: ReturnType<typeof readPng>, x: number, y: number): number =>
      (rows[y]![x * 4]! << 16) | (rows[y]![x * 4 + 1]! << 8) | rows[y]![x * 4 + 2]!;
    const [day, night] = [readPng(light!.content as Uint8Array), readPng(dark!.content as Uint8Array)];
    expect([day.width, day.height]).toEqual([2400, 1240]);
    expect(at(day, 3, 3)).toBe(0xffffff);
    expect(at(night, 3, 3)).toBe(0x15191f);
    const painted = (picture: ReturnType<typeof readPng>, colour: number, from: number, to: number): number => {
      let count = 0;
      for (let y = from; y < to; y++) for (let x = 0; x < picture.width; x++) if (at(picture, x, y) === colour) count++;
      return count;
    };
    // The title in the colour of text, and the line of equity in the accent.
    expect(painted(day, 0x15181d, 50, 110)).toBeGreaterThan(500);
    expect(painted(day, 0x1d4ed8, 260, 1160)).toBeGreaterThan(500);
    expect(painted(night, 0x7aa2ff, 260, 1160)).toBeGreaterThan(500);
  });
});
