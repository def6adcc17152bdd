/**
 * Tests of strategies without engine, broker and files; and a fake Alpaca for tests of whole bots.
 *
 * @module barstream/testing
 */
export * from '../../src/testing/index.js';
export type { AccountBlocks } from './fake-alpaca/account-view.js';
export type { FakeAlpaca, FakeAlpacaEnvironment } from './fake-alpaca/fake-alpaca.js';
export type { FakeAlpacaCalls } from './fake-alpaca/control.js';
export type { FakeAlpacaProcessOptions } from './fake-alpaca/process-options.js';
export { startFakeAlpaca } from './fake-alpaca/server.js';
export { spawnFakeAlpaca, type FakeAlpacaProcess } from './fake-alpaca/spawn.js';
export {
  BAD_DAY,
  type BarFault,
  type ConnectFault,
  type FaultName,
  type FaultTarget,
  type RandomFaults,
  type RequestFault,
  type UpdateFault,
} from './fake-alpaca/fault-names.js';
export type { Faults } from './fake-alpaca/faults.js';
export type { BarPrices, FakeMarket, Quote, SessionPrices } from './fake-alpaca/market.js';
export type { FakeAccountOptions, FakeAlpacaOptions, FakeAsset } from './fake-alpaca/options.js';
export type { OrderClass, OrderStatus, OrderTif, OrderType } from './fake-alpaca/order.js';
export type { FakeFill } from './fake-alpaca/order-updates.js';
export type { FakeAlpacaState, FakeOrderState } from './fake-alpaca/state.js';
export type { FakeVenue } from './fake-alpaca/venue-desk.js';
