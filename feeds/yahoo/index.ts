export type { YahooBasis, YahooInterval, YahooOptions } from './options.js';
export { yahoo } from './yahoo.js';
