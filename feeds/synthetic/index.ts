export type { Jumps, Regime, Scenario, SyntheticAsset, SyntheticOptions } from './options.js';
export { synthetic } from './synthetic.js';
