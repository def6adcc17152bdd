export type { Audience } from './audience.js';
export { Channel } from './channel.js';
export { EngineBus, type EquityPoint, type StatusEvent } from './engine-bus.js';
