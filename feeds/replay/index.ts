export { replay, type Outage, type ReplayOptions } from './replay.js';
