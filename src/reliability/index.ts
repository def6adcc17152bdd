export type { Caveat, CaveatKind } from './caveats.js';
export type { PathInterval, PathOutcome } from './path-interval.js';
export { Reliability, type ReliabilitySource } from './reliability.js';
