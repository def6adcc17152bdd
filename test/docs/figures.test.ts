// The tables of docs/reading-the-results.md say what src/report/definitions says. They are rewritten by
//
//     BARSTREAM_UPDATE_GOLDEN=1 npm test -- test/docs/figures
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { FIGURES, type FigureDefinition } from '../../src/index.js';
import { root } from '../support/cli.js';

const FILE = path.join(root, 'docs', 'reading-the-results.md');
const groups = [...new Set(FIGURES.map(({ group }) => group))];

function table(figures: readonly FigureDefinition[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = figures.map(({ key, label, definition, source, counts }) => {
    const from = source === undefined ? '' : ` *${source}.*`;
    return `| ${cell(label)} | \`${key}\` | ${cell(definition + from)} | ${counts} |`;
  });
  return ['| figure | in metrics.json | definition and source | n counts |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const block = (group: string): RegExp => new RegExp(`(<!-- figures: ${group} -->\\n)([\\s\\S]*?)(<!-- end -->)`);

if (process.env['BARSTREAM_UPDATE_GOLDEN'] === '1' && !process.env['CI']) {
  const tables = new Map(groups.map((group) => [group as string, table(FIGURES.filter((figure) => figure.group === group))]));
  const text = readFileSync(FILE, 'utf8').replaceAll(
    /(<!-- figures: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_all, head: string, group: string, tail: string) => `${head}\n${tables.get(group)!}\n\n${tail}`,
  );
  writeFileSync(FILE, text);
}

describe('the guide to the results defines every figure as the reports do', () => {
  const guide = readFileSync(FILE, 'utf8');

  test.each(groups)('%s', (group) => {
    const found = block(group).exec(guide)?.[2]?.trim();
    expect(found).toBe(table(FIGURES.filter((figure) => figure.group === group)));
  });

  test('and no figure stands twice', () => {
    expect(new Set(FIGURES.map(({ key }) => key)).size).toBe(FIGURES.length);
    expect(new Set(FIGURES.map(({ label }) => label)).size).toBe(FIGURES.length);
  });
});

test('every kind of caveat stands in the guide', () => {
  const guide = readFileSync(FILE, 'utf8');
  const source = readFileSync(path.join(root, 'src', 'reliability', 'caveats.ts'), 'utf8');
  const kinds = [.../^ {2}\| '([\w-]+)'/gm[Symbol.matchAll](source)].map(([, kind]) => kind!);
  expect(kinds.length).toBeGreaterThan(8);
  for (const kind of kinds) expect([kind, guide.includes(`| \`${kind}\` |`)]).toEqual([kind, true]);
});
