import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { tearsheet } from '../../src/index.js';
import { sample } from '../report/sample.js';
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
beforeAll(async () => {
  folder = scratchFolder();
  const file = path.join(folder.dir, 'tearsheet.html');
  writeFileSync(file, tearsheet(await sample({ sessions: 5000, config: { name: 'Wave <b>&amp;</b> "XYZ" </script>' } })));
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

async function open(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
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

/** All charts as pictures. */
const pictures = (page: Page): Promise<string[]> =>
  inPage(page, `[...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL())`);

describe.each([
  [1440, 'light'],
  [1440, 'dark'],
  [420, 'light'],
  [420, 'dark'],
] as const)('the tear sheet %d pixels wide, %s', (width, scheme) => {
  browserTest(`is drawn, without complaints, requests or sideways scrolling${why}`, async () => {
    const { page, complaints, requests } = await open(width, scheme);
    const colours = await coloursOfCharts(page);
    expect(colours).toHaveLength(3);
    for (const count of colours) expect(count).toBeGreaterThan(3);
    expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(width);
    expect(await inPage(page, `document.querySelector('h1').textContent`)).toBe('Wave <b>&amp;</b> "XYZ" </script>');
    await page.emulateMedia({ media: 'print' });
    await page.pdf();
    expect(complaints).toEqual([]);
    expect(requests).toEqual([url]);
    await page.close();
  });
});

describe('the buttons of the tear sheet', () => {
  browserTest(`switch between linear and logarithmic${why}`, async () => {
    const { page, complaints } = await open(1440);
    const [before] = await pictures(page);
    await page.click('[data-scale="log"]');
    expect(await page.getAttribute('[data-scale="log"]', 'aria-pressed')).toBe('true');
    const [log] = await pictures(page);
    expect(log === before).toBe(false);
    await page.click('[data-scale="value"]');
    expect((await pictures(page))[0] === before).toBe(true);
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
    const after = await pictures(page);
    expect(after.map((picture, i) => picture === before[i])).toEqual([false, false, false]);
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
    expect(zoomed.map((picture, i) => picture === before[i])).toEqual([false, false, false]);
    expect(await page.getAttribute('[data-years="1"]', 'aria-pressed')).toBe('true');
    await page.click('[data-scale="log"]');
    expect(await page.getAttribute('[data-years="1"]', 'aria-pressed')).toBe('true');
    await page.click('[data-scale="value"]');
    expect((await pictures(page))[1] === zoomed[1]).toBe(true);
    await page.click('[data-years="all"]');
    expect(await page.getAttribute('[data-years="all"]', 'aria-pressed')).toBe('true');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
