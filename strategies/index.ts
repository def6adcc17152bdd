/**
 * Strategies to run or to read.
 *
 * @module barstream/strategies
 */
export { BuyAndHold } from './buy-and-hold/buy-and-hold.js';
export { MomentumRotation, type MomentumRotationParameters } from './momentum-rotation/momentum-rotation.js';
export { PairsZScore, type PairsZScoreParameters } from './pairs-zscore/pairs-zscore.js';
export { spreadScore } from './pairs-zscore/spread-score.js';
