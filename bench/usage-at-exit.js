import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Loaded before a program that is measured (`node --import`): writes what the whole process took.
const report = process.env['FRAGILITE_BENCH_USAGE'];
if (isMainThread && report !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(report, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: peakKibibytes(maxRSS) * 1.024e-3 }));
  });
}

/** Linux counts into `maxRSS` what the parent process had before this program was loaded: `VmHWM` does not. */
function peakKibibytes(maxRss) {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? maxRss);
  } catch {
    return maxRss;
  }
}
