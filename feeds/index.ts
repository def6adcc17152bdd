/**
 * Where bars, prices of other kinds and corporate actions come from.
 *
 * @module barstream/feeds
 */
export * from './actions/index.js';
export * from './align/index.js';
export * from './alpaca/index.js';
export * from './csv/index.js';
export * from './fallback/index.js';
export * from './memory/index.js';
export * from './network/index.js';
export * from './parquet/index.js';
export * from './resample/index.js';
export * from './stooq/index.js';
export * from './store/index.js';
export * from './yahoo/index.js';
export * from './replay/index.js';
export * from './synthetic/index.js';
export * from './universe/index.js';
