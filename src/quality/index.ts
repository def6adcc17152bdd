export { checkBars, type CheckOptions } from './check-bars.js';
export type { Finding, FindingKind, QualityReport, Severity } from './finding.js';
export type { DroppedRow as UnusedRow } from './rows.js';
