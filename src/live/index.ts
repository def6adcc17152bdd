/**
 * The live engine: a strategy on live bars, through a simulated or a networked broker, with a journal that outlives it.
 *
 * @module barstream/live
 */
export { coreBuilder, type CorePlan } from './build-core.js';
export type { Decision, OrderFacts, Outcome } from './decision.js';
export type { SliceBar } from '../feed/live-feed.js';
export { GrowingTable } from './growing-table.js';
export type { Journal, JournalHistory, JournalMeta, JournalNote, JournalStep } from './journal.js';
export { LiveCore, type StepOutcome } from './live-core.js';
export type { AdoptedPosition, CashChange, LiveInput, OperatorCommand } from './live-input.js';
export { MemoryJournal } from './memory-journal.js';
export { OperatorFiles, type HaltOrder } from './operator-files.js';
export { firstDifference, type DecisionDifference } from './restore.js';
export { InstanceLock } from './instance-lock.js';
export { instanceNameOf } from './instance-name.js';
export { journalFile, runLive } from './run-live.js';
export type { LiveResult, LiveRunOptions } from './run-options.js';
export { SliceBuilder, type ClosedSlice } from './slice-builder.js';
export { SqliteJournal, type SqliteJournalOptions } from './sqlite-journal.js';
