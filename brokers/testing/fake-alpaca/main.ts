import { optionsOf, type FakeAlpacaProcessOptions } from './process-options.js';
import { startFakeAlpaca } from './server.js';

// The entry of a server's own process: settings as JSON in the first argument. It tells its starter where it listens, and ends
// with it.
const server = await startFakeAlpaca(optionsOf(JSON.parse(process.argv[2] ?? '{}') as FakeAlpacaProcessOptions));
const { url, streamUrl, dataStreamUrl, env } = server;
process.on('disconnect', () => void server.stop());
process.send?.({ url, streamUrl, dataStreamUrl, env });
