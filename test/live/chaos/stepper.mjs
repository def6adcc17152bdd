// node stepper.mjs FOLDER ORIGIN [POINT N]: sends one order of each kind, one after the other, and ends. With a point it kills itself when
// it crosses that for the N-th time. Points lie on the way of an order from the decision to the journal, to the venue and back.
import { writeSync } from 'node:fs';

import { Strategy } from '../../../dist/src/index.js';
import { SqliteJournal } from '../../../dist/src/live/index.js';
import { runBot } from './run-bot.mjs';

const [folder, start, killPoint, killTime] = process.argv.slice(2);
const origin = Number(start);

const crossed = {};
function cross(point) {
  crossed[point] = (crossed[point] ?? 0) + 1;
  if (point !== killPoint || crossed[point] < Number(killTime)) return;
  writeSync(1, `killed ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
  // A signal is not there at once; nothing more is to happen.
  for (;;);
}

const { commit } = SqliteJournal.prototype;
SqliteJournal.prototype.commit = function (step) {
  const matters = step.decisions.length > 0 || step.input.kind === 'venue';
  if (matters) cross('commit:before');
  commit.call(this, step);
  if (matters) cross('commit:after');
};

const { fetch } = globalThis;
globalThis.fetch = async (address, init) => {
  const method = init?.method ?? 'GET';
  const matters = method !== 'GET' && String(address).includes('/v2/orders');
  if (matters) cross(`${method}:before`);
  const answer = fetch(address, init);
  if (matters) {
    void answer.catch(() => {});
    // The request is on its way.
    await new Promise((resolve) => setTimeout(resolve, 2));
    cross(`${method}:sent`);
  }
  const response = await answer;
  if (matters) cross(`${method}:answered`);
  return response;
};

/** Not a part of the state: a process that was killed when all was done finds that out again. */
let isDone = false;

class Stepper extends Strategy {
  memory = this.state('memory', { stage: 0 });
  #accepted = new Set();

  onExecution({ kind, order }) {
    if (kind === 'accepted') this.#accepted.add(order.id);
  }

  onSlice() {
    const { memory } = this;
    const [working] = this.workingOrders('AAA');
    const isHeard = working === undefined || this.#accepted.has(working.id);
    if (!isHeard) return;
    switch (memory.stage) {
      case 0:
        this.buy('AAA', 10);
        break;
      case 1:
        if (working !== undefined) return;
        this.buy('AAA', 5, { limit: 30 });
        break;
      case 2:
        this.replace(working.id, { limit: 31 });
        break;
      case 3:
        if (working.limit !== 31) return;
        this.cancel(working.id);
        break;
      case 4:
        if (working !== undefined) return;
        this.buy('AAA', 5, { limit: 29 });
        break;
      case 5:
        // A replacement that is taken back before it could be sent: the old order is to end all the same.
        this.replace(working.id, { limit: 28 });
        this.cancelAll();
        break;
      default:
        isDone = working === undefined;
        return;
    }
    memory.stage += 1;
  }
}

const end = new AbortController();
const result = await runBot({
  name: 'stepper',
  strategy: Stepper,
  folder,
  origin,
  lookUpPauses: [5, 10, 20, 40],
  end,
  onStep: () => {
    if (isDone) end.abort();
  },
});
writeSync(1, `result ${JSON.stringify({ ...result, crossed })}\n`);
