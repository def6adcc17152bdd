export { csv } from './csv.js';
export type { CsvMode } from './faults.js';
export type { CsvColumns, CsvFolder, CsvInstrument, CsvOptions } from './options.js';
export type { CsvTime } from './time-options.js';
