import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { root } from '../support/cli.js';

const GUIDES = [
  'README.md',
  ...['docs', 'docs/coming-from', 'docs/decisions'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** Linked before it is written: the table of the benchmarks. Take it out of this list when it is there. */
const ANNOUNCED: readonly string[] = ['docs/benchmarks.md'];

test('links within the repository lead somewhere', () => {
  const broken = GUIDES.flatMap((guide) => {
    const text = readFileSync(path.join(root, guide), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
    return [...text.matchAll(/\]\(([^)#:]*)(#[^)]*)?\)/g)]
      .filter(([, to, anchor]) => !leads(path.resolve(root, path.dirname(guide), to! === '' ? path.basename(guide) : to!), anchor))
      .map(([link]) => `${guide}: ${link}`);
  });
  expect(broken).toEqual([]);
});

/** Whether a file is there, with a heading for the anchor. */
function leads(file: string, anchor: string | undefined): boolean {
  if (!existsSync(file)) return ANNOUNCED.includes(path.relative(root, file));
  if (anchor === undefined) return true;
  const heads = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, head]) =>
    head!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return heads.includes(anchor.slice(1));
}
