export { Journal, type JournalEntry, type LedgerBalances } from './journal.js';
export type { AccountView } from './portfolio.js';
export { Ledger } from './ledger.js';
export { Portfolio } from './portfolio.js';
export type { Position } from './position.js';
export type { SubAccount } from './sub-account.js';
