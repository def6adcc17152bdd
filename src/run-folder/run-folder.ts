import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DataError } from '../core/errors.js';
import { sha256 } from '../report/json.js';
import { manifestPath, readManifest, type ManifestFile } from './manifest-file.js';

/** The files of a run, read when they are asked for. */
export class RunFolder {
  /** As it was given, for messages. */
  readonly dir: string;
  /** Where it is, whatever becomes of the current folder. */
  readonly path: string;
  readonly manifest: ManifestFile;
  readonly #texts = new Map<string, string>();

  /**
   * @param given - the folder, or its manifest.json
   * @throws ConfigError where there is no manifest; DataError for one that is broken.
   */
  constructor(given: string) {
    const file = manifestPath(given);
    this.dir = path.dirname(file);
    this.path = path.resolve(this.dir);
    this.manifest = readManifest(file);
  }

  /** Content of a file; `undefined` where it is missing. It need not be as the run wrote it. */
  found(name: string): Buffer | undefined {
    try {
      return readFileSync(path.join(this.path, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /**
   * A file of the run as its manifest knows it.
   * @throws DataError where it is missing, or was changed since.
   */
  text(name: string): string {
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    const file = path.join(this.dir, name);
    const content = this.found(name);
    const expected = this.manifest.artefacts[name];
    const fault =
      expected === undefined
        ? `${file} is not among the files of the run`
        : content === undefined
          ? `${file} is missing`
          : sha256(content) !== expected
            ? `${file} was changed after the run: it is not the file that its manifest names`
            : undefined;
    if (fault !== undefined || content === undefined) {
      throw new DataError(fault ?? file, { code: 'run/file', context: { file, expected }, hint: 'make the run again' });
    }
    const text = content.toString('utf8');
    this.#texts.set(name, text);
    return text;
  }
}
