export type { StooqBasis, StooqOptions } from './options.js';
export { stooq } from './stooq.js';
