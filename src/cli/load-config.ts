import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BarstreamError, ConfigError } from '../core/errors.js';
import type { BacktestConfig } from '../engine/config.js';
import { sha256 } from '../report/json.js';
import { prepareModules } from './modules.js';

/** A configuration and the file it came from. */
export interface LoadedConfig {
  readonly config: BacktestConfig;
  readonly file: { readonly name: string; readonly path: string | undefined; readonly sha256: string };
}

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];

/**
 * Imports a file and takes its default export for a backtest.
 * @throws ConfigError for a file that is missing, cannot be imported or exports something else. Errors of Barstream
 * that its code throws are passed on.
 */
export async function loadConfig(given: string): Promise<LoadedConfig> {
  const file = path.resolve(given);
  const extension = path.extname(file);
  if (!EXTENSIONS.includes(extension)) {
    throw new ConfigError(`${given} is no TypeScript or JavaScript file`, {
      code: 'cli/file-type',
      context: { file: given },
      hint: `name a file that ends in ${EXTENSIONS.join(', ')}`,
    });
  }
  const hash = sha256(contentOf(file, given));
  await prepareModules(file);
  return {
    config: checked(await imported(file, given), given),
    file: { name: path.basename(file), path: pathWithin(given), sha256: hash },
  };
}

/** A relative path that stays within the current folder, with slashes: it says nothing about the machine. */
function pathWithin(given: string): string | undefined {
  const normal = path.normalize(given);
  return path.isAbsolute(normal) || normal.startsWith('..') ? undefined : normal.replaceAll(path.sep, '/');
}

function contentOf(file: string, given: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ConfigError(missing ? `there is no file ${given}` : `cannot read ${given}: ${(error as Error).message}`, {
      code: 'cli/no-file',
      context: { file: given },
      hint: 'give the path of a file that default-exports defineBacktest({ ... })',
      cause: missing ? undefined : error,
    });
  }
}

async function imported(file: string, given: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (error) {
    if (error instanceof BarstreamError) throw error;
    throw new ConfigError(`${given} cannot be imported: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'cli/import',
      context: { file: given },
      hint: 'the cause below says where it failed',
      cause: error,
    });
  }
}

function checked(exported: unknown, given: string): BacktestConfig {
  const config = exported as Partial<BacktestConfig> | undefined | null;
  const missing =
    typeof config !== 'object' || config === null
      ? 'does not default-export a configuration'
      : typeof config.name !== 'string' || config.name.trim() === ''
        ? 'has a configuration without a name'
        : !Array.isArray(config.feeds) || config.feeds.length === 0
          ? 'has a configuration without feeds'
          : typeof config.broker !== 'function'
            ? 'has a configuration without a broker'
            : undefined;
  if (missing === undefined) return config as BacktestConfig;
  throw new ConfigError(`${given} ${missing}`, {
    code: 'cli/no-config',
    context: { file: given },
    hint: 'write `export default defineBacktest({ name, feeds: [...], broker: simulated(), strategy })`',
  });
}
