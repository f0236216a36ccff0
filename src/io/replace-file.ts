// A file replaced as a whole: written beside it, flushed, renamed. It is old or new at any instant.
import { type FileHandle, open, rename, rm, unlink } from 'node:fs/promises';
import { codeOf, failure } from './failure.ts';
import { refuseOthers } from './plain-file.ts';

/**
 * Replaces a file durably, by its content or by what writes it. The caller holds a lock. `flush` false: a machine that
 * loses its power may lose it or leave it damaged, which the caller can tell and stand.
 */
export async function replaceFile(
  path: string,
  content: string | ((file: FileHandle) => Promise<void>),
  { flush = true }: { readonly flush?: boolean } = {},
): Promise<void> {
  const draft = draftOf(path);
  try {
    refuseOthers(path);
    // What a killed build left; or a link, or a pipe, that nothing must be written into.
    await unlink(draft).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw failure(`remove ${draft}`, error);
    });
    const file = await open(draft, 'wx');
    try {
      await (typeof content === 'function' ? content(file) : file.writeFile(content));
      if (flush) await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw failure(`write ${path}`, error);
  }
}

/** One name for all builds, so that what a killed one left is replaced by the next. */
export function draftOf(path: string): string {
  return `${path}.new`;
}
