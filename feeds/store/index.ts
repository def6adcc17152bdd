export type { OpenOptions } from './open-database.js';
export type { FetchOptions, MissingBars, StoreOptions } from './options.js';
export { openStore } from './sqlite-store.js';
export { store } from './store.js';
