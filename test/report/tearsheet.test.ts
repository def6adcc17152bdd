import { expect, test } from '@jest/globals';
import { simulated } from '../../brokers/index.js';
import { memory } from '../../feeds/index.js';
import { backtest, FIGURES, Strategy, tearsheet, xnys, type BacktestResult, type Bar } from '../../src/index.js';
import { sample } from './sample.js';

/** Buys each symbol on one day and sells it on the next. */
class InAndOut extends Strategy {
  override onBar(bar: Bar): void {
    this.plot(`price of ${bar.symbol}`, bar.close);
    if (this.position(bar.symbol).quantity === 0) this.orderTargetQuantity(bar.symbol, 10);
    else this.close(bar.symbol);
  }
}

function wide(symbols: number): Promise<BacktestResult> {
  const dates = xnys.sessions('2020-01-02', '2020-05-29');
  return backtest({
    name: 'wide',
    feeds: Array.from({ length: symbols }, (_, s) =>
      memory({
        instrument: { symbol: `SYMBOL${s}`, basis: 'raw' },
        bars: dates.map(({ date }, i) => {
          const close = 50 + s / 10 + 3 * Math.sin(i / 2 + s);
          return { date, open: close + 0.3, high: close + 1, low: close - 1, close, volume: 1_000_000 };
        }),
      }),
    ),
    strategy: InAndOut,
    account: { cash: 10_000_000 },
    broker: simulated(),
  });
}

const EVIL = '</script><script>alert(1)</script><img src=x onerror=alert(1)> & "quotes"';

test('text from users never becomes markup', async () => {
  const page = tearsheet({ ...(await sample({ config: { name: EVIL } })), warnings: [EVIL] });
  expect(page.includes('<script>alert')).toBe(false);
  expect(page.includes('<img src=x')).toBe(false);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page.includes('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot;')).toBe(true);
});

test('data inside the page are JSON without an end of script', async () => {
  const result = await sample();
  const page = tearsheet({
    ...result,
    benchmark: { ...result.benchmark!, symbol: EVIL },
    settings: { ...result.settings, benchmark: EVIL },
  });
  const json = /<script type="application\/json" id="run">(.*?)<\/script>/s.exec(page)![1]!;
  expect(json.includes('<')).toBe(false);
  expect(JSON.parse(json)).toMatchObject({ benchmark: EVIL, currency: 'USD' });
});

test('has every figure with its definition, and reasons for those without a value', async () => {
  const page = tearsheet(await sample({ sessions: 3 }));
  for (const { label } of FIGURES) expect(page.includes(label.replace('>', '&gt;'))).toBe(true);
  expect(page.includes('undefined: no trade was closed')).toBe(true);
});

test('says how many points are drawn', async () => {
  expect(tearsheet(await sample()).includes('equal stretches')).toBe(false);
  const page = tearsheet(await sample({ sessions: 5000 }));
  expect(/Drawn from [\s\S]*? equal stretches/.exec(page)?.[0]).toMatch(
    /^Drawn from [34],\d{3} of 5,000 points: of each of [\d,]+ equal stretches/,
  );
});

test('a page of a run with many symbols, plots and trades is under 3 MB, and says what it leaves out', async () => {
  const page = tearsheet(await wide(260));
  expect(Buffer.byteLength(page)).toBeLessThan(3e6);
  const data = JSON.parse(/<script type="application\/json" id="run">(.*?)<\/script>/s.exec(page)![1]!);
  expect([data.prices.length, data.plots.length, data.trades.id.length]).toEqual([60, 150, 6000]);
  expect(data.trades.of).toBeGreaterThan(10_000);
  const text = page.replaceAll(/\s+/g, ' ');
  for (const said of [
    'The page holds 6,000 of',
    'The first 150 of 260 plots',
    'The first 250 of 260 series',
    'Without a chart, for they were traded least',
  ])
    expect(text).toContain(said);
  // The trades that are shown are those with the largest profits and losses.
  expect(Math.min(...data.trades.net.map(Math.abs))).toBeGreaterThan(0);
}, 60_000);

test('loads nothing', async () => {
  const page = tearsheet(await sample());
  expect(page.includes('default-src &#39;none&#39;')).toBe(true);
  expect(page.match(/<(?:link|script|img)[^>]+(?:src|href)="(?!data:).*/)).toBeNull();
});
