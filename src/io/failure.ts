// A failing world, or a request that cannot be met, as one sentence: what could not be done, why, and in what state things are.

/** Thrown by io/ when disk or system refuse; cli.ts prints the sentence and exits with 3. */
export class WorldFailure extends Error {
  override readonly name = 'WorldFailure';
}

/** Thrown for a request that the configuration or command line makes impossible; cli.ts prints the sentence and exits with 2. */
export class UsageFailure extends Error {
  override readonly name: string = 'UsageFailure';
}

/** A file that lies where ours would go, and is not ours. */
export class ForeignFile extends UsageFailure {
  override readonly name = 'ForeignFile';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is missing',
  EPERM: 'it is not permitted',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be larger than a file may be',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  // Node's own, of what it is to remove.
  ERR_FS_EISDIR: 'it is a folder',
  ENXIO: 'it is a pipe, a device or the like, and has to be a file',
  EEXIST: 'a file is in the way',
  ENOTEMPTY: 'a folder that is not empty is in the way',
  ENOTDIR: 'a part of its path is a file',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  ENOMEM: 'there is no memory left',
  // Node's own, of a thread.
  ERR_WORKER_OUT_OF_MEMORY: 'its memory is full, and NODE_OPTIONS=--max-old-space-size=8192 gives Node more',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links lead in a circle',
  EIO: 'the disk reports an error',
  EBUSY: 'it is in use',
  EXDEV: 'it lies on another file system',
};

/** The system's code of an error (`ENOENT`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The reason in words, without path and stack. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined) return REASONS[code] ?? `the system says ${code}`;
  return error instanceof Error ? error.message : String(error);
}

const LACKS: ReadonlySet<string | undefined> = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * Throws where the reason why something of many cannot be read lies with this process or machine: the next one could not be
 * read either, and that says nothing about any of them.
 */
export function throwLack(path: string, error: unknown): void {
  if (LACKS.has(codeOf(error))) throw failure(`read ${path}`, error);
}

/** The reason why one of many cannot be read, in words. Throws as `throwLack` does. */
export function reasonOfOne(path: string, error: unknown): string {
  throwLack(path, error);
  // What Node cannot decode of a name it replaces, and no file is called so.
  if (path.includes('\uFFFD') && codeOf(error) === 'ENOENT') return 'its name is not in UTF-8';
  return reasonOf(error);
}

/** What an action comes to; its error as `failure` wraps it. */
export async function attempt<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw failure(doing, error);
  }
}

/** The same, at once. */
export function attemptNow<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw failure(doing, error);
  }
}

/** Wraps an error of the system: `doing` completes "Could not …". What already is a sentence stays as it is. */
export function failure(doing: string, error: unknown): WorldFailure | ForeignFile {
  if (error instanceof WorldFailure || error instanceof ForeignFile) return error;
  return new WorldFailure(`Could not ${doing}: ${reasonOf(error)}.`, { cause: error });
}
