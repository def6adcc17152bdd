export type { BarKey } from './bar-key.js';
export type { DataSource, FeedData, HistoricalFeed, LoadRequest } from './feed.js';
export type { FeedNotice, LiveBar, LiveFeed, LiveStatus, SliceBar } from './live-feed.js';
