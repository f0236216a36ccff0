// In: text. Out: all of it in the file that standard output leads to, or an error. A disk that is nearly full takes only the
// beginning of what it is given and calls that a success, and Node's own stream believes it.
import { fstatSync, writeSync } from 'node:fs';
import { failure } from './failure.ts';

export interface Output {
  write(text: string): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
}

/** `stream` where it leads to no file; its errors are its own there. Writing to a file throws `WorldFailure`. */
export function wholeOutput(stream: Output & { readonly fd: number }): Output {
  return isFile(stream.fd) ? { write: (text) => writeWhole(stream.fd, Buffer.from(text)) } : stream;
}

/** What cannot be written to standard output, as one sentence. */
export function outputFailure(error: unknown): Error {
  return failure('write standard output', error);
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  } catch (error) {
    throw outputFailure(error);
  }
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
