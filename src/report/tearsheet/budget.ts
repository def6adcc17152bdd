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
