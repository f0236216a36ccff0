// Where folders and files really lie: for keeping content and output apart, for writing to what a link leads to, and for
// finding a configuration upwards.
import { mkdirSync, statSync } from 'node:fs';
import { access, readlink, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { codeOf, failure, UsageFailure } from './failure.ts';

/** The real path of a folder, also of one that does not exist yet. */
export async function realFolder(path: string): Promise<string> {
  const absolute = resolve(path);
  const real = await realpath(absolute).catch(() => undefined);
  if (real !== undefined) return real;
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(await realFolder(parent), absolute.slice(parent.length));
}

/** So many links lead nowhere but in a circle, says Linux too. */
const MOST_LINKS = 40;

/**
 * The file that a path leads to through symbolic links, also when it is not there yet: what is renamed over a link would
 * replace the link. A path that is none stays as it is. Throws `WorldFailure` for links in a circle.
 */
export async function linkedFile(path: string): Promise<string> {
  let file = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const target = await readlink(file).catch(() => undefined);
    if (target === undefined) return file;
    file = resolve(await realFolder(dirname(file)), target);
  }
  throw failure(`find ${path}`, Object.assign(new Error(), { code: 'ELOOP' }));
}

/**
 * Makes a folder, and those above it, unless it is there. Throws the system's error. Node's own way never comes to an end where
 * the system says of what is to be made that it does not exist, as in `/proc`.
 */
export function makeFolders(path: string): void {
  const error = errorOfMaking(path);
  const needsParent = codeOf(error) === 'ENOENT' && dirname(path) !== path;
  if (needsParent) makeFolders(dirname(path));
  unlessFolder(path, needsParent ? errorOfMaking(path) : error);
}

function errorOfMaking(path: string): unknown {
  try {
    mkdirSync(path);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Another program may have made it meanwhile. */
function unlessFolder(path: string, error: unknown): void {
  if (error !== undefined && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
}

/** Whether one real path is the other or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The nearest file of that name, in `from` or a folder above it. */
export async function findUpwards(name: string, from: string): Promise<string | undefined> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const path = join(folder, name);
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Refuses a content folder and an output folder of which one lies inside the other. Throws `UsageFailure`. */
export function refuseNesting(contentFolder: string, outFolder: string): void {
  if (isWithin(outFolder, contentFolder)) {
    throw new UsageFailure(
      'The output folder lies inside the content folder: feeds would be read as articles. Choose another with --out.',
    );
  }
  if (isWithin(contentFolder, outFolder)) {
    throw new UsageFailure(
      'The content folder lies inside the output folder: articles would be published as files. Choose another with --out.',
    );
  }
}
