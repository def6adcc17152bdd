// Places in a row of the log.
/** Below 0 for a short trade. */
export const LOTS = 0;
export const ENTRY = 1;
export const EXIT = 2;
export const GROSS = 3;
export const COST = 4;
export const STRIDE = 5;
