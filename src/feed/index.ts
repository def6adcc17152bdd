export type { BarKey } from './bar-key.js';
export type { DataSource, FeedData, HistoricalFeed, LoadRequest } from './feed.js';
export type { LiveBar, LiveFeed, LiveStatus } from './live-feed.js';
