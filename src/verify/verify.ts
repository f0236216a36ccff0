// In: what was meant, and the text that was rendered from it. Out: whatever proves that text wrong.
// Every document is scanned strictly, read back in the same pass, and compared field by field. A second reading of XML,
// through a parser that shares no code with the first, proves that programs of others find the same in it.
import type { Values } from '../diagnostics/rules.ts';
import type { Directory } from '../model/directory.ts';
import type { FeedDocument } from '../model/feed-document.ts';
import type { FormatName } from '../model/format.ts';
import { compareFeed, compareValues, type Difference } from './compare.ts';
import { expectedList, writtenContents } from './expected.ts';
import { type ElementTree, elementTree, type XmlElement } from './read-back/element.ts';
import { namesTwice } from './read-back/json.ts';
import { readOpml } from './read-back/opml.ts';
import { type ReadBack, readStrictly, readThroughParser } from './read-back/read-back.ts';
import { parseInto, readStrictlyInto } from './read-back/xml.ts';
import { type Prefixes, scanQuickly } from './scan/quick.ts';
import { scanXml, type XmlProblem } from './scan/scan.ts';

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

/**
 * Verifies a feed's document. An empty answer means that it may be published. `secondReading`: whether XML is read
 * through fast-xml-parser too, which takes eight times as long as all the rest, and JSON looked through for members that
 * its parser passes over.
 */
export function verifyDocument(
  meant: FeedDocument,
  format: FormatName,
  text: string,
  secondReading = true,
): readonly Problem[] {
  if (format === 'json') {
    const problems = judge(meant, format, readThroughParser(text, format));
    if (problems.length > 0 || !secondReading || !namesTwice(text)) return problems;
    return judge(meant, format, { problem: 'an object names a member twice' });
  }
  const read = readStrictly(text, format, writtenContents(meant.items));
  if ('malformed' in read) {
    const { malformed } = read;
    return [invalidXml(malformed.problem, entryAt(meant, format, text, malformed.offset), malformed.offset)];
  }
  const problems = judge(meant, format, read);
  return problems.length > 0 || !secondReading ? problems : judge(meant, format, readThroughParser(text, format));
}

function judge(meant: FeedDocument, format: FormatName, read: ReadBack): readonly Problem[] {
  if ('feed' in read) return compareFeed(meant, read.feed, format);
  const { problem, entry } = read;
  const entryId = entry === undefined ? undefined : meant.items[entry]?.id;
  return [
    { code: format === 'json' ? 'read-back/invalid-json' : 'read-back/invalid-xml', values: { problem }, entryId },
  ];
}

/** Verifies the subscription list, always by both readings. */
export function verifyOpml(meant: Directory, text: string): readonly Problem[] {
  const scanned = readStrictlyInto(wholeTree, text, OPML_PREFIXES);
  if ('malformed' in scanned) return [atOffset(scanned.malformed)];
  const problems = judgeList(meant, scanned.tree.roots);
  if (problems.length > 0) return problems;
  const { tree } = wholeTree();
  return judgeList(meant, parseInto(tree, text) ? tree.roots : []);
}

/** Its elements are in no namespace. */
const OPML_PREFIXES: Prefixes = new Map([['', undefined]]);

const wholeTree = () => ({ tree: elementTree(() => true) });

function judgeList(meant: Directory, roots: readonly XmlElement[]): readonly Problem[] {
  const read = readOpml(roots[0]);
  if ('list' in read) return compareValues('the subscription list', undefined, expectedList(meant), read.list);
  return [invalidXml(read.problem, undefined)];
}

/** Verifies a page for people: ours are HTML that is well-formed XML too. */
export function verifyPage(text: string): readonly Problem[] {
  if (text.startsWith(PAGE_START) && scanQuickly(NOBODY, text, NO_PREFIXES, [], PAGE_START.length)) return [];
  // HTML lets the word be written small, XML does not; offsets stay the same.
  const page = text.replace(/^<!doctype html>/, '<!DOCTYPE html>');
  return scanXml(page).map(atOffset);
}

const PAGE_START = '<!doctype html>\n';
const NO_PREFIXES: Prefixes = new Map();
const NOBODY: ElementTree = { roots: [], open() {}, text() {}, close() {} };

function atOffset({ problem, offset }: XmlProblem): Problem {
  return invalidXml(problem, undefined, offset);
}

function invalidXml(problem: string, entryId: string | undefined, offset?: number): Problem {
  return { code: 'read-back/invalid-xml', values: { problem }, entryId, ...(offset === undefined ? {} : { offset }) };
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
