/**
 * Tests of strategies without engine, broker and files.
 *
 * @module barstream/testing
 */
export type { FillOptions, StrategyTestSetup } from './setup.js';
export { StrategyTest, testStrategy } from './strategy-test.js';
export type { TestBar, TestBarFields } from './test-bars.js';
