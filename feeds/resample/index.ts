export { resample } from './resample.js';
export { resampled, type ResampledOptions } from './resampled.js';
export { sessionBars, type SessionBarsOptions } from './session-bars.js';
export { sessionBarsOf } from './session-bars-of.js';
export type { SessionCut } from './session-windows.js';
