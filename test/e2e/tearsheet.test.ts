import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

import { comparisonPage, compareRunFolders, tearsheet, tradesCsv, writeArtefacts, type BacktestResult } from '../../src/index.js';
import { readCsv, sample } from '../report/sample.js';
import { scratchFolder } from '../support/cli.js';

const CHROMIUM = '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
const browserTest = installed ? test : test.skip;
const why = installed ? '' : ` (skipped: there is no ${CHROMIUM})`;
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser;
let folder: ReturnType<typeof scratchFolder>;
let url: string;
let result: BacktestResult;
beforeAll(async () => {
  folder = scratchFolder();
  const file = path.join(folder.dir, 'tearsheet.html');
  result = await sample({ sessions: 5000, config: { name: 'Wave <b>&amp;</b> "XYZ" </script>' } });
  const text = tearsheet(result);
  expect(text.length).toBeLessThan(3e6);
  writeFileSync(file, text);
  url = pathToFileURL(file).href;
  if (installed) browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  folder.remove();
});

interface Opened {
  readonly page: Page;
  /** What the browser complained of, and what it asked for besides the page itself. */
  readonly complaints: string[];
  readonly requests: string[];
}

async function open(width: number, colorScheme: 'light' | 'dark' = 'light', address = url): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address);
  await page.waitForSelector('html[data-drawn="true"]');
  return { page, complaints, requests };
}

/** Runs in the page, where our types do not reach. */
function inPage<T>(page: Page, script: string): Promise<T> {
  return page.evaluate(script) as Promise<T>;
}

/** For each chart, in how many different colours it is painted. */
const coloursOfCharts = (page: Page): Promise<number[]> =>
  inPage(
    page,
    `[...document.querySelectorAll('[data-chart]')].map((place) => {
      const canvas = place.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
      return seen.size;
    })`,
  );

/** Charts of the page, in order. */
const CHARTS = [
  'equity',
  'drawdown',
  'years',
  'distribution',
  'lines rolling-sharpe',
  'lines rolling-volatility',
  'lines rolling-beta',
  'lines exposure',
  'lines costs',
  'sensitivity',
  'prices',
  'plot 0',
];

/** Name of a chart in the page. */
const NAME = `((place) => [place.dataset.chart, place.dataset.of].filter(Boolean).join(' '))`;

/** Those that show the same period. */
const OVER_TIME = CHARTS.filter((name) => /^(equity|drawdown|lines .*|plot .*)$/.test(name));

/** Charts as pictures by name. */
const pictures = (page: Page): Promise<Readonly<Record<string, string>>> =>
  inPage(
    page,
    `Object.fromEntries([...document.querySelectorAll('[data-chart]')].map((place) => [${NAME}(place), place.querySelector('canvas').toDataURL()]))`,
  );

/** Names of the charts that look different. */
const changed = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] =>
  Object.keys(a).filter((name) => a[name] !== b[name]);

describe.each([
  [1440, 'light'],
  [1440, 'dark'],
  [420, 'light'],
  [420, 'dark'],
] as const)('the tear sheet %d pixels wide, %s', (width, scheme) => {
  browserTest(`is drawn, without complaints, requests or sideways scrolling${why}`, async () => {
    const { page, complaints, requests } = await open(width, scheme);
    const colours = await coloursOfCharts(page);
    expect(colours).toHaveLength(CHARTS.length);
    for (const count of colours) expect(count).toBeGreaterThan(3);
    expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(width);
    expect(await inPage(page, `[...document.querySelectorAll('[data-chart]')].map(${NAME})`)).toEqual(CHARTS);
    expect(await inPage(page, `document.querySelector('h1').textContent`)).toBe('Wave <b>&amp;</b> "XYZ" </script>');
    if (width > 1000) {
      await page.emulateMedia({ media: 'print' });
      await page.pdf();
    }
    expect(complaints).toEqual([]);
    expect(requests).toEqual([url]);
    await page.close();
  });
});

describe('the buttons of the tear sheet', () => {
  browserTest(`switch between linear and logarithmic${why}`, async () => {
    const { page, complaints } = await open(1440);
    const before = await pictures(page);
    await page.click('[data-scale="log"]');
    expect(await page.getAttribute('[data-scale="log"]', 'aria-pressed')).toBe('true');
    expect(changed(before, await pictures(page))).toEqual(['equity']);
    await page.click('[data-scale="value"]');
    expect(changed(before, await pictures(page))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  browserTest(`switch between light and dark, whatever the system says${why}`, async () => {
    const background = (page: Page): Promise<string> => inPage(page, 'getComputedStyle(document.body).backgroundColor');
    const { page } = await open(1440, 'light');
    const dark = await open(1440, 'dark');
    const [light, night] = [await background(page), await background(dark.page)];
    expect(light).not.toBe(night);
    const before = await pictures(page);
    await page.click('#theme');
    expect(await background(page)).toBe(night);
    expect(await page.textContent('#theme')).toBe('Light');
    expect(changed(before, await pictures(page))).toEqual(CHARTS);
    await dark.page.click('#theme');
    expect(await background(dark.page)).toBe(light);
    await page.close();
    await dark.page.close();
  });

  browserTest(`show a period in all charts at once${why}`, async () => {
    const { page, complaints } = await open(1440);
    const before = await pictures(page);
    await page.click('[data-years="1"]');
    await page.waitForTimeout(300);
    const zoomed = await pictures(page);
    expect(changed(before, zoomed)).toEqual(OVER_TIME);
    expect(await page.getAttribute('[data-years="1"]', 'aria-pressed')).toBe('true');
    await page.click('[data-scale="log"]');
    expect(await page.getAttribute('[data-years="1"]', 'aria-pressed')).toBe('true');
    await page.click('[data-scale="value"]');
    expect(changed(zoomed, await pictures(page))).toEqual([]);
    await page.click('[data-years="all"]');
    expect(await page.getAttribute('[data-years="all"]', 'aria-pressed')).toBe('true');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

/** Texts of a column of the shown page of the table. */
const column = (page: Page, at: number): Promise<string[]> =>
  inPage(page, `[...document.querySelectorAll('#trade-table tbody tr')].map((row) => row.children[${at}].textContent)`);

describe('the trades of the tear sheet', () => {
  const HEADS = ['No.', 'Symbol', 'Side', 'Quantity', 'Entry', 'at', 'Exit', 'at', 'Days', 'Costs', 'Profit', 'Return'];
  const [NO, EXIT, PROFIT] = [HEADS.indexOf('No.'), HEADS.indexOf('Exit'), HEADS.indexOf('Profit')];
  const number = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'));

  browserTest(`are all in the table, as in trades.csv, page by page${why}`, async () => {
    const { page } = await open(1440);
    expect(await inPage(page, `[...document.querySelectorAll('#trade-table thead th')].map((head) => head.textContent)`)).toEqual(HEADS);
    const { rows } = readCsv(tradesCsv(result));
    expect(rows).toHaveLength(3442);
    const seen = await inPage<[string, string][]>(
      page,
      `(() => {
        const seen = [];
        const next = document.querySelector('[data-page="next"]');
        for (;;) {
          for (const row of document.querySelectorAll('#trade-table tbody tr'))
            seen.push([row.children[${NO}].textContent, row.children[${PROFIT}].textContent]);
          if (next.disabled) return seen;
          next.click();
        }
      })()`,
    );
    expect(seen.map(([id, profit]) => [id, number(profit)])).toEqual(
      rows.map((row) => [row['id'], Number(Number(row['net_profit']).toFixed(2))]),
    );
    await page.close();
  });

  browserTest(`can be searched and sorted${why}`, async () => {
    const { page, complaints } = await open(1440);
    const { rows } = readCsv(tradesCsv(result));
    await page.fill('#trade-search', 'loss 2009-');
    const wanted = rows.filter((row) => Number(row['net_profit']) < 0 && `${row['entry_time']} ${row['exit_time']}`.includes('2009-'));
    expect(wanted.length).toBeGreaterThan(0);
    expect(await column(page, NO)).toEqual(wanted.map((row) => row['id']).slice(0, 25));
    expect(await page.textContent('#trade-count')).toMatch(new RegExp(`^${wanted.length} of 3,442 trades, profit −`));
    await page.fill('#trade-search', '');
    await page.click(`#trade-table thead th:nth-child(${PROFIT + 1}) button`);
    const profits = (await column(page, PROFIT)).map(number);
    expect(profits).toEqual(
      rows
        .map((row) => Number(Number(row['net_profit']).toFixed(2)))
        .sort((a, b) => b - a)
        .slice(0, 25),
    );
    expect(await page.getAttribute(`#trade-table thead th:nth-child(${PROFIT + 1})`, 'aria-sort')).toBe('descending');
    await page.fill('#trade-search', 'nothing is called so');
    expect(await column(page, EXIT)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  browserTest(`say why they happened, by keyboard too, and are shown on the price${why}`, async () => {
    const { page, complaints } = await open(420, 'dark');
    const before = await pictures(page);
    await page.click('#trade-table thead th.number:not(.medium, .large) button');
    await page.focus('#trade-table tbody tr:nth-child(2) button');
    await page.keyboard.press('Enter');
    const best = readCsv(tradesCsv(result)).rows.toSorted((a, b) => Number(b['net_profit']) - Number(a['net_profit']))[1]!;
    expect(await page.textContent('#trade-detail h3')).toBe(
      `Trade ${best['id']}: long ${Number(best['quantity']).toLocaleString('en-US')} XYZ`,
    );
    const detail = await page.textContent('#trade-detail');
    for (const part of [
      'Profit after costs',
      'Entry: buy',
      'Exit: sell',
      'above, "calm"',
      'open: the first open that the order could have',
    ])
      expect(detail).toContain(part);
    await page.waitForTimeout(100);
    expect(changed(before, await pictures(page))).toEqual(['prices']);
    expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(420);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe.each([
  [1440, 'light'],
  [420, 'dark'],
] as const)('the comparison of runs %d pixels wide, %s', (width, scheme) => {
  browserTest(`is drawn, without complaints, requests or sideways scrolling${why}`, async () => {
    const runs = ['one', 'other'].map((name) => path.join(folder.dir, `${name} ${width}`));
    await writeArtefacts(runs[0]!, await sample({ sessions: 400, config: { name: 'One </script>' } }));
    await writeArtefacts(runs[1]!, await sample({ sessions: 300, config: { name: 'Other' } }));
    const file = path.join(folder.dir, `report-${width}.html`);
    const text = comparisonPage(compareRunFolders(runs));
    expect(text.length).toBeLessThan(3e6);
    writeFileSync(file, text);
    const address = pathToFileURL(file).href;
    const { page, complaints, requests } = await open(width, scheme, address);
    expect(await inPage(page, `[...document.querySelectorAll('[data-chart]')].map(${NAME})`)).toEqual(['equity', 'drawdown', 'years']);
    for (const count of await coloursOfCharts(page)) expect(count).toBeGreaterThan(3);
    expect(await inPage(page, `document.querySelector('h1').textContent`)).toBe('One </script> vs Other');
    expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(width);
    const before = await pictures(page);
    await page.click('[data-scale="log"]');
    expect(changed(before, await pictures(page))).toEqual(['equity']);
    await page.click('#theme');
    expect(changed(before, await pictures(page))).toEqual(['equity', 'drawdown', 'years']);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([address]);
    await page.close();
  });
});
