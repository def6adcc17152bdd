import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What the hooks are told when they are installed. */
export interface HookData {
  /** URL of a file of the package that `barstream` shall mean. */
  readonly package: string;
  /** URL of esbuild, where TypeScript is to be understood. */
  readonly transformer: string | undefined;
}

interface Transformer {
  transformSync(code: string, options: object): { readonly code: string };
}

type Next<C> = (specifier: string, context: C) => unknown;

let from: string | undefined;
let transformer: Transformer | undefined;

export async function initialize(data: HookData): Promise<void> {
  from = data.package;
  if (data.transformer === undefined) return;
  const loaded = (await import(data.transformer)) as Transformer & { readonly default?: Transformer };
  transformer = loaded.default ?? loaded;
}

/**
 * Finds `barstream` from within the package itself, whoever imports it. tsx is not asked: it would follow the `paths` of a
 * tsconfig.json, to copies of the classes.
 */
export function resolve(specifier: string, context: { readonly parentURL?: string }, next: Next<object>): unknown {
  const own = specifier === 'barstream' || specifier.startsWith('barstream/');
  if (!own || from === undefined) return next(specifier, context);
  return { url: pathToFileURL(createRequire(from).resolve(specifier)).href, shortCircuit: true };
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
