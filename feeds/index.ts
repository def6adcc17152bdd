export * from './align/index.js';
export * from './csv/index.js';
export * from './memory/index.js';
export * from './resample/index.js';
