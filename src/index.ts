/**
 * Barstream: one strategy class, run as a backtest, on paper and live.
 *
 * @module barstream
 */
export * from './analyzers/index.js';
export * from './broker/index.js';
export * from './bus/index.js';
export * from './calendar/index.js';
export * from './clock/index.js';
export * from './comparison/index.js';
export * from './core/index.js';
export * from './engine/index.js';
export * from './feed/index.js';
export * from './indicators/index.js';
export * from './portfolio/index.js';
export * from './quality/index.js';
export * from './record/index.js';
export * from './reliability/index.js';
export * from './report/index.js';
export * from './risk/index.js';
export * from './store/index.js';
export * from './strategy/index.js';
export * from './universe/index.js';
