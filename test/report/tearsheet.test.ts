import { expect, test } from '@jest/globals';
import { FIGURES, tearsheet } from '../../src/index.js';
import { sample } from './sample.js';

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

test('loads nothing', async () => {
  const page = tearsheet(await sample());
  expect(page.includes('default-src &#39;none&#39;')).toBe(true);
  expect(page.match(/<(?:link|script|img)[^>]+(?:src|href)="(?!data:).*/)).toBeNull();
});
