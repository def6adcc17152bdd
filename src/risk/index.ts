export { RiskGate, type GateResult } from './risk-gate.js';
export { PASS, type RiskRule, type RiskVerdict } from './risk-rule.js';
export { maxOrderValue, maxPosition } from './rules.js';
