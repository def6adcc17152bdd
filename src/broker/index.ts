export type { BorrowTerms, InterestTerms, MarginTerms } from './account-terms.js';
export type {
  AccountSettings,
  AccountSnapshot,
  Broker,
  BrokerContext,
  BrokerFactory,
  PathPolicies,
  SimulatedVenue,
  VenueSlice,
} from './broker.js';
