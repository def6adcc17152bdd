export type { OrderRecord, OrderStatus } from './order-record.js';
