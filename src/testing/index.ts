/**
 * Tests of strategies without engine, broker and files.
 *
 * @packageDocumentation
 */
export type { FillOptions, StrategyTestSetup } from './setup.js';
export { StrategyTest, testStrategy } from './strategy-test.js';
export type { TestBar, TestBarFields } from './test-bars.js';
