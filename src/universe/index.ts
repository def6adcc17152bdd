export { Universe, type Membership } from './universe.js';
