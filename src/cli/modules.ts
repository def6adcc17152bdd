import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as nodeModule from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFile, packageRoot } from '../report/package-info.js';
import type { HookData } from './module-hooks.js';

/**
 * Makes ready for importing a user's file: TypeScript is understood, and `barstream` in it means this very package, so
 * that there is one class `Strategy` and one class for each error. Costs nothing for a JavaScript file that finds this
 * package by itself.
 */
export async function prepareModules(file: string): Promise<void> {
  const typescript = /\.m?ts$/.test(file);
  if (typescript) {
    const { register } = await import('tsx/esm/api');
    register();
  }
  if (typescript || !findsThisPackage(file)) await installHooks({ names: ownNames(), transformer: typescript ? transformer() : undefined });
}

/** True where `import 'barstream'` in a file leads to the package that this file belongs to. */
function findsThisPackage(file: string): boolean {
  try {
    const found = createRequire(pathToFileURL(file)).resolve('barstream');
    return found === builtFile('src/index.js');
  } catch {
    return false;
  }
}

/** What package.json exports, by the names that a user imports. */
function ownNames(): HookData['names'] {
  const root = packageRoot();
  const { name, exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  return Object.fromEntries(
    Object.entries(exports).map(([key, entry]): readonly [string, string] => {
      const file = typeof entry === 'string' ? entry : entry.default;
      return [path.posix.join(name, key), pathToFileURL(path.join(root, file)).href];
    }),
  );
}

/** The compiler that tsx brings along. */
function transformer(): string {
  const tsx = createRequire(import.meta.url).resolve('tsx/package.json');
  return pathToFileURL(createRequire(path.join(path.dirname(tsx), 'index.js')).resolve('esbuild')).href;
}

/** Installs our hooks after (and so before) those of tsx: in this thread where Node can, else in Node's loader thread. */
async function installHooks(data: HookData): Promise<void> {
  const { registerHooks } = nodeModule as { registerHooks?: (hooks: object) => void };
  if (registerHooks === undefined) {
    nodeModule.register(pathToFileURL(builtFile('src/cli/module-hooks.js')), { data });
    return;
  }
  const hooks = await import('./module-hooks.js');
  await hooks.initialize(data);
  registerHooks({ resolve: hooks.resolve, load: hooks.load });
}
