import { DataError } from '../core/errors.js';

/** A file of a run that is not as a run wrote it. */
export function broken(file: string, line: number | undefined, what: string): DataError {
  return new DataError(`${file}${line === undefined ? '' : `, line ${line}`}: ${what}`, {
    code: 'report/broken-run-file',
    context: { file, line },
    hint: 'it must be as a run wrote it; make the run again',
  });
}
