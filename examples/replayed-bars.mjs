// History played as if it were live: an hour of minutes, with a broken line in the middle. Run it with
//
//     node examples/replayed-bars.mjs
import { isoInstant, QUEUE_RANK, SimulatedClock } from 'barstream';
import { csv, replay } from 'barstream/feeds';

const files = { SPY: new URL('data/minute/SPY.csv', import.meta.url) };
const minutes = csv({ files, basis: 'raw', interval: '1m', time: { stamp: 'open' }, from: '2013-10-07', to: '2013-10-07' });

const at = (time) => Date.parse(`2013-10-07T${time}:00Z`);
const clock = new SimulatedClock(at('13:30'));
const live = replay(minutes, { clock, outages: [{ from: at('13:40'), to: at('13:45') }] });
live.status.subscribe((status) => console.log(isoInstant(clock.now()).slice(11, 16), status));
live.bars.subscribe((bar) => {
  if (bar.time <= at('13:47'))
    console.log(isoInstant(clock.now()).slice(11, 16), bar.origin, isoInstant(bar.time).slice(11, 16), bar.close);
});

await live.open();
console.log('history:', (await live.history(2)).series[0].length, 'bars');
// A simulated clock jumps from bar to bar; `acceleratedClock` would play an hour in a minute.
for (let task; (task = clock.takeBefore(Infinity, QUEUE_RANK.operator));) task();
