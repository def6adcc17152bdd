export { memory, tableFeed, type MemoryInstrument, type MemoryOptions, type MemorySeries } from './memory.js';
export type { MemoryBar } from './columns-of-bars.js';
