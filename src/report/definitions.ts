import { DRAWDOWN_FIGURES } from './definitions/drawdown-figures.js';
import { EXPOSURE_FIGURES } from './definitions/exposure-figures.js';
import type { FigureDefinition } from './definitions/figure.js';
import { RATIO_FIGURES } from './definitions/ratio-figures.js';
import { RELIABILITY_FIGURES } from './definitions/reliability-figures.js';
import { RETURN_FIGURES } from './definitions/return-figures.js';
import { TRADE_FIGURES } from './definitions/trade-figures.js';
import { TRADING_FIGURES } from './definitions/trading-figures.js';
import { BENCHMARK_FIGURES } from './definitions/benchmark-figures.js';

export type { FigureDefinition, FigureGroup, FigureSource, FigureUnit } from './definitions/figure.js';

/** Every figure of every report, in the order in which reports show them. */
export const FIGURES: readonly FigureDefinition[] = [
  ...RETURN_FIGURES,
  ...RATIO_FIGURES,
  ...DRAWDOWN_FIGURES,
  ...BENCHMARK_FIGURES,
  ...EXPOSURE_FIGURES,
  ...TRADING_FIGURES,
  ...TRADE_FIGURES,
  ...RELIABILITY_FIGURES,
];
