import type { BacktestResult } from '../../engine/result.js';
import { tradeRowsOf } from '../../record/rows-of.js';
import { tradeExplanation } from '../explain-trade.js';
import { explanationSections, type ExplanationSection } from '../explanation-text.js';
import { MAX_EXPLANATION_TEXT } from './budget.js';

/** Why trades happened, by the number of the trade: the parts on its entry and its exit. */
export type ExplanationData = Readonly<Record<number, readonly ExplanationSection[]>>;

/**
 * Explanations of the first of the trades with these places, as many as the page has room for; the command line explains the others from
 * the run's folder.
 */
export function explanationData(result: BacktestResult, places: Uint32Array): ExplanationData {
  const trades = tradeRowsOf(result);
  const found: Record<number, readonly ExplanationSection[]> = {};
  let room = MAX_EXPLANATION_TEXT;
  for (const place of places) {
    const trade = trades.at(place)!;
    const [, ...sections] = explanationSections(tradeExplanation(result, trade));
    room -= JSON.stringify(sections).length;
    if (room < 0) break;
    found[trade.id] = sections;
  }
  return found;
}
