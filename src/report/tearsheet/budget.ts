// What one page may hold. Together with the script these keep it under 3 MB, however long the run was.

/** Trades in the table and on the price charts. */
export const MAX_TRADES = 6000;
/** Candles of all price charts together. */
export const MAX_CANDLES = 28_000;
/** Price charts; symbols with the most trades come first. */
export const MAX_SYMBOLS = 60;
/** Points of all plots of strategies together. */
export const MAX_PLOT_POINTS = 24_000;
/** Characters of all explanations of trades together. */
export const MAX_EXPLANATION_TEXT = 400_000;
/** Plots of strategies. */
export const MAX_PLOTS = 150;
/** Rows of tables that have one for each symbol. */
export const MAX_ROWS = 250;

/** Says how many of how many are shown; empty where all are. */
export function shownOf(all: number, most: number, what: string, file: string): string {
  return all <= most ? '' : `The first ${most} of ${all} ${what}; ${file} has all of them.`;
}
