// The three formats: name, file and media type. One table; everything that asks "for each format" walks it.

/** As the configuration calls a format. */
export type FormatName = 'rss' | 'atom' | 'json';

/** What is to be known of a format wherever its documents are named. */
export interface Format {
  readonly name: FormatName;
  readonly file: string;
  /** Without parameters. */
  readonly mediaType: string;
  /** As people call it. */
  readonly title: string;
}

/** All of them, in the order in which they are listed and announced. */
export const FORMATS: readonly Format[] = [
  { name: 'rss', file: 'rss.xml', mediaType: 'application/rss+xml', title: 'RSS' },
  { name: 'atom', file: 'atom.xml', mediaType: 'application/atom+xml', title: 'Atom' },
  { name: 'json', file: 'feed.json', mediaType: 'application/feed+json', title: 'JSON Feed' },
];

/** The format of the document at a path of `out/`; `undefined` for a file that is no feed. */
export function formatAt(path: string): Format | undefined {
  return FORMATS.find(({ file }) => path === file || path.endsWith(`/${file}`));
}

export function formatNamed(name: FormatName): Format {
  const found = FORMATS.find((format) => format.name === name);
  if (found === undefined) throw new TypeError(`No format is called ${name}`);
  return found;
}
