export { resample } from './resample.js';
export { resampled, type ResampledOptions } from './resampled.js';
