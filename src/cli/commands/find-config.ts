import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../core/errors.js';
import { sha256 } from '../../report/json.js';
import type { RunFolder } from '../../run-folder/run-folder.js';

/** The configuration file of a run, and the folder to run it in where it is not the current one. */
export interface FoundConfig {
  readonly file: string;
  readonly folder: string | undefined;
}

/**
 * Finds the file that a run was made of: where it is told to be, else by the path that the manifest holds, from the
 * current folder and from the folders above the manifest. One whose content is as it was goes before one that was changed.
 * @throws ConfigError where there is none.
 */
export function findConfig({ path: dir, manifest }: RunFolder, given: string, told: string | undefined): FoundConfig {
  if (told !== undefined) return { file: path.resolve(told), folder: undefined };
  const { file } = manifest;
  if (file === undefined) {
    throw new ConfigError(`${given} names no configuration file: the run was made in code`, {
      code: 'rerun/no-file',
      context: { manifest: given },
      hint: 'if a file default-exports its configuration, name it with --file',
    });
  }
  const relative = file.path ?? file.name;
  const found = [process.cwd(), ...above(dir)]
    .map((folder) => ({ folder, file: path.join(folder, relative) }))
    .filter((one) => existsSync(one.file));
  const best = found.find((one) => sha256(readFileSync(one.file)) === file.sha256) ?? found[0];
  if (best !== undefined) return best;
  throw new ConfigError(`the configuration file ${relative} is neither in the current folder nor in one above the manifest`, {
    code: 'rerun/no-file',
    context: { manifest: given, file: relative },
    hint: 'name it with --file <path>',
  });
}

function above(folder: string): string[] {
  const folders = [folder];
  for (let parent = path.dirname(folder); parent !== folders.at(-1); parent = path.dirname(parent)) folders.push(parent);
  return folders;
}
