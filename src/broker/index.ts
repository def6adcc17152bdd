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
export {
  isLiveBroker,
  type BrokerConnection,
  type BrokerNotice,
  type ForeignOrder,
  type LiveBroker,
  type OfOrder,
  type VenueAccount,
  type VenueEvent,
} from './live-broker.js';
