export { adjust, type AdjustOptions } from './adjust.js';
export { adjusted, withActions, type AdjustedOptions } from './adjusted.js';
export { crossCheckAdjusted, type AdjustmentDifference } from './cross-check.js';
export { actionsOf, csvActions, type ActionSource, type CsvActionsOptions, type KnownRange } from './csv-actions.js';
