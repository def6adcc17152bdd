/**
 * Tests of strategies without engine, broker and files.
 *
 * @packageDocumentation
 */
export { StrategyTest, testStrategy, type FillOptions, type StrategyTestSetup } from './strategy-test.js';
export type { TestBar, TestBarFields } from './test-bars.js';
