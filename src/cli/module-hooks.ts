import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the hooks are told when they are installed. */
export interface HookData {
  /** URL of the file that each name of the package means: `barstream`, `barstream/feeds` and so on. */
  readonly names: Readonly<Record<string, string>>;
  /** URL of esbuild, where TypeScript is to be understood. */
  readonly transformer: string | undefined;
}

interface Transformer {
  transformSync(code: string, options: object): { readonly code: string };
}

type Next<C> = (specifier: string, context: C) => unknown;

let names: HookData['names'] = {};
let transformer: Transformer | undefined;

export async function initialize(data: HookData): Promise<void> {
  names = data.names;
  if (data.transformer === undefined) return;
  const loaded = (await import(data.transformer)) as Transformer & { readonly default?: Transformer };
  transformer = loaded.default ?? loaded;
}

/**
 * Finds `barstream` from within the package itself, whoever imports it. tsx is not asked: it would follow the `paths` of a
 * tsconfig.json, to copies of the classes. Nor is `require.resolve`: it asks these hooks again, from Node 24 on without end.
 */
export function resolve(specifier: string, context: { readonly parentURL?: string }, next: Next<object>): unknown {
  const url = Object.hasOwn(names, specifier) ? names[specifier] : undefined;
  return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
}

/**
 * Loads `.ts` files as ES modules even where package.json does not say `"type": "module"`. There tsx would make them
 * CommonJS, with copies of the classes that they import.
 */
export function load(url: string, context: { readonly format?: string | null }, next: Next<object>): unknown {
  if (transformer === undefined || context.format === 'module' || !/^file:.*\.ts(?:[?#].*)?$/.test(url) || url.includes('/node_modules/'))
    return next(url, context);
  const file = fileURLToPath(url.replace(/[?#].*$/, ''));
  const { code } = transformer.transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcefile: file,
    sourcemap: 'inline',
    keepNames: true,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
