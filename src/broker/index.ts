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
