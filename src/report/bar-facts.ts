import type { Bar } from '../core/bar.js';
import type { BarFacts } from './explanation.js';
import { timeText } from './text.js';

/** A bar as explanations have it. */
export function barFacts(bar: Bar): BarFacts {
  const { open, high, low, close, volume } = bar;
  return {
    openTime: timeText(bar.openTime),
    time: timeText(bar.time),
    open,
    high,
    low,
    close,
    ...(bar.instrument.volume === 'known' && { volume }),
  };
}
