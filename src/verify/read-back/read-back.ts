// In: the text of a feed of ours. Out: what a reader finds in it. The door to what reads documents back, one file a format.
// XML is read in two ways: strictly, by the scan, and through a parser that other programs use.
import type { FormatName } from '../../model/format.ts';
import type { WrittenText } from '../scan/quick.ts';
import type { XmlProblem } from '../scan/scan.ts';
import { atomReader } from './atom.ts';
import { type ElementTree, elementTree, type XmlElement } from './element.ts';
import type { FeedReader, ReadEntry, ReadFeed, Unreadable } from './feed.ts';
import { readBackJson } from './json.ts';
import { rssReader } from './rss.ts';
import { parseInto, readStrictlyInto } from './xml.ts';

export type ReadBack = { readonly feed: ReadFeed } | Unreadable;

const READERS: Readonly<Record<Exclude<FormatName, 'json'>, FeedReader>> = { rss: rssReader, atom: atomReader };

/** Reads a document through a parser that other programs use: fast-xml-parser, for which it must be well-formed, or V8's. */
export function readThroughParser(text: string, format: FormatName): ReadBack {
  if (format === 'json') return readBackJson(text);
  const { tree, feed } = reading(READERS[format]);
  return parseInto(tree, text) ? feed() : { problem: 'a common parser cannot read it' };
}

/**
 * Reads a document while it is scanned; whatever makes it not well-formed comes first. `expected`: long texts that it
 * should have, in their order.
 */
export function readStrictly(
  text: string,
  format: 'rss' | 'atom',
  expected?: readonly WrittenText[],
): ReadBack | { readonly malformed: XmlProblem } {
  const reader = READERS[format];
  const read = readStrictlyInto(() => reading(reader), text, reader.prefixes, expected);
  return 'malformed' in read ? read : read.feed();
}

/**
 * Entries are read one at a time, as soon as they are complete, and their elements let go. All else stands before them
 * (RULES 8): readers that work through a feed in order see them with what the feed says of itself.
 */
function reading(reader: FeedReader): { readonly tree: ElementTree; feed(): ReadBack } {
  const entries: ReadEntry[] = [];
  const depth = reader.path.length - 2;
  const [parentName, name] = reader.path.slice(-2);
  /** The element that holds the entries, and how many others it held before the first of them. */
  let holder: XmlElement | undefined;
  let before = 0;
  const tree = elementTree((element, parent, around) => {
    if (element.name !== name || around !== depth || parent === undefined || parent.name !== parentName) return true;
    if (holder === undefined) before = parent.children.length;
    holder = parent;
    entries.push(reader.readEntry(element));
    return false;
  });
  return {
    tree,
    feed() {
      const read = reader.readFeed(tree.roots.length === 1 ? tree.roots[0] : undefined, entries);
      const late = holder?.children[before];
      if (late === undefined || 'problem' in read) return read;
      return { feed: { ...read.feed, unexpected: [...read.feed.unexpected, `${late.name} (too late)`] } };
    },
  };
}
