export type { DataSource, FeedData, HistoricalFeed, LoadRequest } from './feed.js';
