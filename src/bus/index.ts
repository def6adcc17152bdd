export { Channel } from './channel.js';
export { EngineBus, type EquityPoint, type LateBar, type StatusEvent } from './engine-bus.js';
