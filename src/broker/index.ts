export type { AccountSettings, AccountSnapshot, Broker, BrokerContext, BrokerFactory, SimulatedVenue, VenueSlice } from './broker.js';
