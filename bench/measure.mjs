// In: a command. Out: what a process of its own took to run it: wall, CPU of all its threads and children, peak memory.
// GNU time asks the kernel (wait4), which counts threads and waited-for children; Node cannot ask for its children.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GNU_TIME = ['/usr/bin/time', 'gtime'].find(isGnuTime);

function isGnuTime(command) {
  const { stdout, stderr } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return /GNU/.test(`${stdout}${stderr}`);
}

/** Throws when this machine cannot measure. */
export function requireTime() {
  if (GNU_TIME !== undefined) return;
  throw new Error('GNU time is missing. Debian: scripts/install-time.sh; macOS: brew install gnu-time.');
}

/** Runs a command to its end in `folder`. Throws when it fails. */
export function measure([command, ...argv], folder) {
  const figures = join(folder, 'time.txt');
  const started = performance.now();
  const { status, signal, stderr } = spawnSync(GNU_TIME, ['-q', '-o', figures, '-f', '%U %S %M', command, ...argv], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  const wallSeconds = (performance.now() - started) / 1000;
  if (status !== 0) {
    const end = stderr.trimEnd().split('\n').slice(-5).join('\n');
    throw new Error(`${command} ${argv.join(' ')} ended with ${signal ?? status}:\n${end}`);
  }
  const [user, system, peakKibibytes] = readFileSync(figures, 'utf8').trim().split(' ').map(Number);
  return { wallSeconds, cpuSeconds: user + system, peakMegabytes: (peakKibibytes * 1024) / 1e6 };
}
