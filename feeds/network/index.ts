export type { FeedInstrument, NetworkFeedOptions } from './feed-options.js';
export type { NetworkOptions, RetryOptions } from './network-options.js';
