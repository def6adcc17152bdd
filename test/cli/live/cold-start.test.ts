import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../../support/cli.js';

/** Packages that a module loads before anything of it runs, with all modules that it imports. */
function packagesOf(file: string, seen = new Set<string>(), packages = new Set<string>()): Set<string> {
  if (seen.has(file)) return packages;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  const imported = code.matchAll(/^(?:import|export)\b(?:[^'"()]*?\bfrom)?\s*["']([^"']+)["']/gm);
  const required = code.matchAll(/^const [\w$]+ = createRequire\(import\.meta\.url\)\("([^"]+)"\)/gm);
  for (const [, name = ''] of [...imported, ...required]) {
    if (name.startsWith('.')) packagesOf(path.resolve(path.dirname(file), name), seen, packages);
    else if (!name.startsWith('node:'))
      packages.add(
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
  }
  return packages;
}

test('the command line starts without the packages of paper trading', () => {
  const packages = packagesOf(path.join(root, 'dist', 'cli', 'main.js'));
  for (const heavy of ['better-sqlite3', 'pino', 'ws', 'cockatiel', '@alpacahq/alpaca-trade-api', '@msgpack/msgpack']) {
    expect(packages).not.toContain(heavy);
  }
  // What is loaded is seen: the walk is not blind.
  expect(packagesOf(path.join(root, 'dist', 'src', 'index.js'))).toContain('rxjs');
});
