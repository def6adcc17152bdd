export { alpaca } from './alpaca.js';
export { alpacaLive } from './alpaca-live.js';
export type { AlpacaLiveOptions } from './live-options.js';
export type { AlpacaDataFeed, AlpacaOptions } from './options.js';
