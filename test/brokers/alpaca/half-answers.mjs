// Sends one request after the other to a server whose answers stop half way, each until its time is over, and prints what became of them.
// A fault that nobody hears of would end this process.
import http from 'node:http';

import { Pauses } from '../../../dist/brokers/alpaca/pauses.js';
import { resolveAlpacaOptions } from '../../../dist/brokers/alpaca/options.js';
import { Transport, URGENCY } from '../../../dist/brokers/alpaca/transport.js';

const statuses = [200, 422, 429, 500];
let next = 0;
const server = http.createServer((_, response) => {
  response.writeHead(statuses[next++ % statuses.length], { 'content-type': 'application/json', 'content-length': '100' });
  if (next <= statuses.length) response.write('{"message":"this is not');
  else response.flushHeaders();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const env = { APCA_API_KEY_ID: 'a', APCA_API_SECRET_KEY: 'b', APCA_API_BASE_URL: `http://127.0.0.1:${server.address().port}` };
const options = resolveAlpacaOptions({ env, timeout: 80 });
const transport = new Transport(options, new Pauses(options.clock), () => {});
for (let i = 0; i < 2 * statuses.length; i++) {
  const answer = await transport.send('look-up', URGENCY.order, (sdk, init) =>
    sdk.trading.orders.getOrderByClientOrderIdRaw({ clientOrderId: 'x' }, init),
  );
  process.stdout.write(`${answer.kind}: ${answer.why}\n`);
}
server.closeAllConnections();
server.close();
