export { csv } from './csv.js';
export { csvExternal } from './external.js';
export { KNOWN_AT, type CsvExternalOptions, type KnownAt } from './external-options.js';
export type { CsvMode } from './faults.js';
export type { CsvColumns, CsvFolder, CsvInstrument, CsvOptions } from './options.js';
export type { CsvTime } from './time-options.js';
