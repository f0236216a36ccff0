// In: what was meant, and the text that was rendered from it. Out: whatever proves that text wrong.
// Three steps, each stricter in meaning: scanned as XML, read back, compared field by field.
import type { Values } from '../diagnostics/rules.ts';
import type { Directory } from '../model/directory.ts';
import type { FeedDocument } from '../model/feed-document.ts';
import type { FormatName } from '../model/format.ts';
import { compareFeed, compareValues, type Difference } from './compare.ts';
import { expectedList } from './expected.ts';
import { readBackAtom, readBackJson, readBackOpml, readBackRss } from './read-back.ts';
import type { ReadFeed, Unreadable } from './read-feed.ts';
import { scanXml, type XmlProblem, type XmlSink } from './scan.ts';

type ReadBackCode = 'read-back/invalid-xml' | 'read-back/invalid-json';

/** A document that no reader should get. `offset`: UTF-16 code units into the text, where the fault has a place. */
export type Problem =
  | Difference
  | {
      [Code in ReadBackCode]: {
        readonly code: Code;
        readonly values: Values<Code>;
        readonly entryId: string | undefined;
        readonly offset?: number;
      };
    }[ReadBackCode];

const READERS: Readonly<Record<FormatName, (text: string) => { readonly feed: ReadFeed } | Unreadable>> = {
  rss: readBackRss,
  atom: readBackAtom,
  json: readBackJson,
};

/** Namespace names are byte-exact (RULES 5); the empty prefix is what elements without one are in. */
const NAMESPACES: Readonly<Record<'rss' | 'atom', ReadonlyMap<string, string | undefined>>> = {
  rss: new Map([
    ['', undefined],
    ['atom', 'http://www.w3.org/2005/Atom'],
    ['content', 'http://purl.org/rss/1.0/modules/content/'],
    ['dc', 'http://purl.org/dc/elements/1.1/'],
    ['media', 'http://search.yahoo.com/mrss/'],
  ]),
  atom: new Map([
    ['', 'http://www.w3.org/2005/Atom'],
    ['media', 'http://search.yahoo.com/mrss/'],
  ]),
};

/** Verifies a feed's document. An empty answer means that it may be published. */
export function verifyDocument(
  meant: FeedDocument,
  format: FormatName,
  text: string,
  _secondReading = true,
): readonly Problem[] {
  const malformed = format === 'json' ? [] : scanFeed(meant, format, text);
  if (malformed.length > 0) return malformed;
  const read = READERS[format](text);
  if ('feed' in read) return compareFeed(meant, read.feed, format);
  const { problem, entry } = read;
  const entryId = entry === undefined ? undefined : meant.items[entry]?.id;
  return [
    { code: format === 'json' ? 'read-back/invalid-json' : 'read-back/invalid-xml', values: { problem }, entryId },
  ];
}

/** Verifies the subscription list. */
export function verifyOpml(meant: Directory, text: string): readonly Problem[] {
  const malformed = scanXml(text).map((found) => invalidXml(found, undefined));
  if (malformed.length > 0) return malformed;
  const read = readBackOpml(text);
  if ('list' in read) return compareValues('the subscription list', undefined, expectedList(meant), read.list);
  return [{ code: 'read-back/invalid-xml', values: { problem: read.problem }, entryId: undefined }];
}

/** Verifies a page for people: ours are HTML that is well-formed XML too. */
export function verifyPage(text: string): readonly Problem[] {
  // HTML lets the word be written small, XML does not; offsets stay the same.
  const page = text.replace(/^<!doctype html>/, '<!DOCTYPE html>');
  return scanXml(page).map((found) => invalidXml(found, undefined));
}

function scanFeed(meant: FeedDocument, format: 'rss' | 'atom', text: string): readonly Problem[] {
  const foreign: XmlProblem[] = [];
  const namespaces = NAMESPACES[format];
  const sink: XmlSink = {
    open: ({ prefix, namespace, start }) => {
      if (namespace === namespaces.get(prefix) || !namespaces.has(prefix)) return;
      foreign.push({
        offset: start,
        kind: 'wrong-namespace',
        problem: `the prefix “${prefix}” stands for ${namespace ?? 'nothing'}`,
      });
    },
  };
  const problems = scanXml(text, sink);
  const found = problems.length > 0 ? problems : foreign.slice(0, 1);
  return found.map((problem) => invalidXml(problem, entryAt(meant, format, text, problem.offset)));
}

function invalidXml({ problem, offset }: XmlProblem, entryId: string | undefined): Problem {
  return { code: 'read-back/invalid-xml', values: { problem }, entryId, offset };
}

/** The entry whose element an offset lies in: text is escaped, so that `<item` is a tag wherever it stands. */
function entryAt(meant: FeedDocument, format: 'rss' | 'atom', text: string, offset: number): string | undefined {
  const name = format === 'rss' ? 'item' : 'entry';
  const opened = text.lastIndexOf(`<${name}`, offset);
  const closed = text.lastIndexOf(`</${name}>`, offset - 1);
  if (opened < 0 || closed > opened) return undefined;
  let index = -1;
  for (let at = text.indexOf(`<${name}`); at >= 0 && at <= opened; at = text.indexOf(`<${name}`, at + 1)) index++;
  return meant.items[index]?.id;
}
