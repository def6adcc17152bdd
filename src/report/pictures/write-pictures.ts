import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../core/errors.js';
import type { Picture } from './pictures.js';

/** Folder of the pictures within that of a run. They are not part of its manifest: they can be drawn from the run again. */
export const PICTURES_FOLDER = 'charts';

/** Writes pictures into a folder and returns their paths. Each file appears whole. @throws ConfigError where it cannot be written. */
export function writePictures(dir: string, pictures: readonly Picture[]): string[] {
  try {
    mkdirSync(dir, { recursive: true });
    return pictures.map(({ file, content }) => {
      const final = path.join(dir, file);
      const temporary = path.join(dir, `.${file}.${process.pid}.tmp`);
      writeFileSync(temporary, content);
      renameSync(temporary, final);
      return final;
    });
  } catch (cause) {
    throw new ConfigError(`cannot write pictures to ${dir}: ${(cause as Error).message}`, {
      code: 'report/cannot-write',
      context: { dir },
      hint: 'name a folder that can be written, for example with --out',
      cause,
    });
  }
}
