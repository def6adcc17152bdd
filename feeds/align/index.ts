export { align, alignToSessions, type AlignedSeries, type AlignOptions, type SessionAlignment, type SessionAlignOptions } from './align.js';
