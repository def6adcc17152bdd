export type { BarStore, ReadRange, StoreBatch, StoredSeries, WriteCount } from './bar-store.js';
export { daysMissing, mergedDays, type DayRange } from './day-range.js';
