// Preloaded into a measured process: writes its CPU seconds and peak memory when it ends.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.BARSTREAM_BENCH_USAGE;
if (isMainThread && file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const { maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ seconds: (user + system) / 1e6, megabytes: (maxRSS * 1024) / 1e6 }));
  });
}
