import type { BacktestResult } from '../engine/result.js';
import type { EquityDetail } from './equity-points.js';
import type { Provenance } from './manifest.js';

export interface TearsheetOptions {
  readonly equity?: EquityDetail;
  readonly provenance?: Provenance;
}

export function tearsheet(result: BacktestResult, _options: TearsheetOptions = {}): string {
  return `<!doctype html><title>${result.settings.name}</title>`;
}
