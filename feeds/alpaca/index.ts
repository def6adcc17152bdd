export { alpaca } from './alpaca.js';
export type { AlpacaDataFeed, AlpacaOptions } from './options.js';
