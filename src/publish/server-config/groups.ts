// In: files with their headers. Out: as few rules as say the same, no two of which match one file: `_headers` joins the
// values of all rules that match, and the first match wins in nginx.
import { hrefOf } from '../../model/feed-address.ts';
import type { ManifestFile } from '../../model/manifest.ts';
import { byCodeUnit } from '../../model/text.ts';

export type ServedFile = Pick<ManifestFile, 'path' | 'headers'>;

/** Stands in header values, which hold no control character, for the percent-encoded path of the file, without a leading slash. */
export const PATH = '\0';

export interface HeaderGroup {
  /** What matching paths begin with: `topics/`; for one file, its path. */
  readonly before: string;
  /** What they end with: `/rss.xml`. `undefined`: one file, `before` is all of it. */
  readonly after: string | undefined;
  /** Header → value, which may hold `PATH`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Groups files that share a first folder and a name, or a first folder and an extension, and their headers. */
export function headerGroups(files: readonly ServedFile[]): readonly HeaderGroup[] {
  const deep = new Set(files.filter(({ path }) => path.split('/').length > 2).map(({ path }) => firstFolder(path)));
  const byKey = grouped(files, deep);
  const groups = [...byKey].flatMap(([key, members]) => groupsOf(key, members));
  return groups.sort((a, b) => byCodeUnit(a.before, b.before) || byCodeUnit(a.after ?? '', b.after ?? ''));
}

function firstFolder(path: string): string {
  return path.slice(0, path.indexOf('/') + 1);
}

/** `before` and `after`, with a star between; the path itself for a file that stands alone. */
function keyOf(path: string, deep: ReadonlySet<string>): string {
  const depth = path.split('/').length;
  const folder = firstFolder(path);
  if (depth > 2) return `${folder}*${path.slice(path.lastIndexOf('/'))}`;
  const extension = /\.[^./]+$/.exec(path)?.[0];
  return depth === 2 && !deep.has(folder) && extension !== undefined ? `${folder}*${extension}` : path;
}

function groupsOf(key: string, files: readonly ServedFile[]): readonly HeaderGroup[] {
  const templates = files.map(templateOf);
  const [first] = templates;
  const isOne = templates.every((headers) => JSON.stringify(headers) === JSON.stringify(first));
  const star = key.indexOf('*');
  if (first !== undefined && isOne && star >= 0)
    return [{ before: key.slice(0, star), after: key.slice(star + 1), headers: first }];
  return files.map(({ path }, index) => ({ before: path, after: undefined, headers: templates[index] ?? {} }));
}

function templateOf({ path, headers }: ServedFile): Readonly<Record<string, string>> {
  const encoded = hrefOf(path);
  const named = Object.entries(headers).map(([name, value]) => [name, value.replace(`/${encoded}`, `/${PATH}`)]);
  return Object.fromEntries(named);
}

function grouped(files: readonly ServedFile[], deep: ReadonlySet<string>): ReadonlyMap<string, readonly ServedFile[]> {
  const byKey = new Map<string, ServedFile[]>();
  for (const file of files) {
    const key = keyOf(file.path, deep);
    const members = byKey.get(key);
    if (members === undefined) byKey.set(key, [file]);
    else members.push(file);
  }
  return byKey;
}

/** The media type that headers name, without its parameters. */
export function mediaTypeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['Content-Type'] ?? 'application/octet-stream').split(';', 1)[0]?.trim() ?? '';
}

/** A text as a regular expression reads it that means just this text. */
export function forRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A text as nginx and Apache read it between double quotes. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, (sign) => `\\${sign}`)}"`;
}

/** The media types of all files, each of which is text: what a server is to compress. */
export function mediaTypesOf(groups: readonly HeaderGroup[]): readonly string[] {
  return [...new Set(groups.map(({ headers }) => mediaTypeOf(headers)))];
}

/**
 * A regular expression for the decoded paths of a group from the root of the host. The page of a folder is asked for by the
 * folder, too. `literal` writes a text as the server's regular expressions do.
 */
export function patternOf({ before, after }: HeaderGroup, base: string, literal = forRegExp): string {
  const place = literal(decodeURIComponent(base) + before);
  return `^${after === undefined ? place : `${place}.+${literal(after)}`}$`.replace(
    /index\\\.html\$$/,
    '(?:index\\.html)?$',
  );
}

/** What is served although a folder or a file in its path begins with a dot: the hosts' certificates, and what of ours does. */
export function shownPatterns(rules: readonly { readonly pattern: string }[]): readonly string[] {
  const hidden = rules.filter(({ pattern }) => pattern.includes('/\\.'));
  return ['^/\\.well-known/acme-challenge/', ...hidden.map(({ pattern }) => pattern)];
}
