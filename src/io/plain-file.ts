// Files at places where anything may lie. Reading a named pipe waits until somebody writes into it, and a device may have no
// end: neither is read.
import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** The bytes of a file, or of what a link leads to. Throws the system's errors, for what is no file too. */
export async function readPlain(path: string, takes = isPlain): Promise<Buffer> {
  refuseUnless(takes, await stat(path));
  return readFile(path);
}

/** The same, at once. */
export function readPlainNow(path: string): Buffer {
  refuseOthers(path);
  return readFileSync(path);
}

/**
 * Throws where something else lies than a file: it is not read, and no file is put in its place. A folder passes, and so does
 * what is not there: both are told when they are read.
 */
export function refuseOthers(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined) refuseUnless(isPlain, stats);
}

/** What somebody names may also be a pipe, with somebody who writes into it: `--config <(…)`. */
export function isPlainOrPipe(stats: Stats): boolean {
  return isPlain(stats) || stats.isFIFO();
}

export function isPlain(stats: Stats): boolean {
  return stats.isFile() || stats.isDirectory();
}

function refuseUnless(takes: (stats: Stats) => boolean, stats: Stats): void {
  // What the system says of a socket.
  if (!takes(stats)) throw Object.assign(new Error('no file'), { code: 'ENXIO' });
}
