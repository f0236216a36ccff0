// In: an article's body in Markdown or HTML. Out: HTML that feeds may carry: allow-listed, closed, with absolute addresses.
import type { Comment, Element, Parents, Root } from 'hast';
import type { Report, Span } from '../../diagnostics/finding.ts';
import type { MediaFile } from '../../model/article.ts';
import { lazyPackage } from '../../model/lazy-package.ts';
import { countForbidden, type SafeHtml } from '../../model/text.ts';
import type { AbsoluteUrl } from '../../model/url.ts';
import { tellSuspicious } from '../text.ts';
import { resolveAddresses, usableUrl } from './addresses.ts';
import { keepApart } from './breaks.ts';
import { withPlainCallouts } from './callouts.ts';
import { leaveOut, showsNothing } from './emptied.ts';
import { templateCodeIn, wikiIn } from './generator-code.ts';
import { withCodeFences, withPlainAddresses } from './generator-markdown.ts';
import { isTooDeep, treeOfHtml } from './html.ts';
import { htmlOfMarkdown } from './markdown.ts';
import { nestsWrongly } from './nesting.ts';
import { holdsParagraphs, loneFrame, paragraphOf, playerLink } from './players.ts';
import { type Rest, withHtmlMarks, withoutRemarks } from './remarks.ts';
import { inspect, nothingRemoved, type Removed, reportRemoved, tally } from './removed.ts';
import { sanitized, serialized } from './safe-html.ts';
import { STRIPPED } from './schema.ts';
import { isHidden, showLate } from './shown.ts';
import { endsBeginning, upTo, wordsOf } from './words.ts';

const unistVisit = lazyPackage<typeof import('unist-util-visit')>('unist-util-visit');

/** What a body comes to. */
export interface Body {
  /** `undefined` when nothing is left to show. */
  readonly html: SafeHtml | undefined;
  /** The words alone, folded. */
  readonly text: string;
  /** Those up to the mark with which it ends what its site generator shows in lists; all of them, where there is none. */
  readonly beginning: string;
  /** Film and sound files that it names. */
  readonly media: readonly MediaFile[];
}

/** A text that is to become a body. */
export interface BodySource {
  readonly text: string;
  readonly kind: 'markdown' | 'html';
  /** What findings call it. */
  readonly field: string;
  /** Where findings about it point. */
  readonly at: Span;
  /** Where the text begins in the file, if it stands there as it is: findings point at the very place then. */
  readonly start?: number;
  /** Whether files that it names by their places have other addresses, which nobody knows. Default: no. */
  readonly movesPictures?: boolean;
}

/** Where there is no text. */
export const NO_BODY: Body = { html: undefined, text: '', beginning: '', media: [] };

/**
 * Makes a body fit for feeds. `page` resolves relative addresses.
 * Reports `body/…` once a kind, with counts, at the first place.
 */
export function parseBody(given: BodySource, page: AbsoluteUrl, report: Report): Body {
  // A whole document is HTML, whatever the file is called: Markdown would make code of its indented lines.
  const source: BodySource = DOCUMENT.test(given.text) ? { ...given, kind: 'html' } : given;
  const { text, kind } = source;
  if (text.trim() === '') return NO_BODY;
  const alone = kind === 'html' ? loneFrame(text, placeIn(source, 0, '<iframe'.length), page, report) : undefined;
  if (alone !== undefined) return { html: alone.html, text: alone.words, beginning: alone.words, media: [] };
  const rest = withoutRemarks(kind === 'html' ? text : withCodeFences(text), kind);
  reportText(source, rest, report);
  try {
    const tree = treeOfHtml(
      kind === 'html' ? rest.text : htmlOfMarkdown(withPlainCallouts(withPlainAddresses(withHtmlMarks(rest.text)))),
    );
    if (!isTooDeep(tree)) return clean(tree, source, rest, page, report);
  } catch (error) {
    // A limit ends parsers of markup early, or their stack: they recurse.
    if (!(error instanceof RangeError)) throw error;
  }
  report('body/too-deep', {}, source.at);
  return NO_BODY;
}

const DOCUMENT = /^\s*<(?:!doctype\s+html|html[\s>])/i;

/** Reports what its text tells before it is a tree. */
function reportText(source: BodySource, rest: Rest, report: Report): void {
  const { text, kind, field, at } = source;
  const forbidden = countForbidden(text);
  if (forbidden > 0) report('article/invalid-xml-character', { field, count: forbidden }, at);
  if (rest.remarks > 0) {
    const found = { what: 'a remark that no page shows', count: rest.remarks };
    report('body/removed-markup', found, placeIn(source, rest.first, 3));
  }
  tellSuspicious(text, field, (index) => placeIn(source, index, 1), report);
  const template = templateCodeIn(rest.text, kind);
  if (template >= 0) report('body/template-code', {}, placeIn(source, rest.placeOf(template), 3));
  const wiki = kind === 'html' ? -1 : wikiIn(rest.text);
  if (wiki >= 0) report('body/wiki-syntax', {}, placeIn(source, rest.placeOf(wiki), 3));
}

function clean(tree: Root, source: BodySource, rest: Rest, page: AbsoluteUrl, report: Report): Body {
  const removed = nothingRemoved();
  showLate(tree, (address) => usableUrl(address, page) !== undefined);
  const { media, inlineLinks, thinned, mark } = adapt(tree, source, page, removed);
  if (thinned.size > 0) leaveOut(tree, thinned);
  reportRemoved(removed, (node) => placeOf(node, source, rest), report);
  keepApart(tree, inlineLinks);
  const kept = sanitized(tree);
  const root = nestsWrongly(kept) ? sanitized(treeOfHtml(serialized(kept) ?? '')) : kept;
  const text = wordsOf(root);
  const beginning = mark === undefined ? '' : wordsOf(sanitized(upTo(mark, tree)));
  return { html: serialized(root), text, beginning: beginning || text, media };
}

/** What is met in a tree. */
interface Met {
  readonly media: readonly MediaFile[];
  /** Links that stand for players among words. */
  readonly inlineLinks: ReadonlySet<Element>;
  /** What holds something that shows nothing. */
  readonly thinned: Set<Parents>;
  /** Where what stands in lists ends. */
  readonly mark: Comment | undefined;
}

/** Puts links for players and absolute addresses for others, and counts what a feed cannot carry. */
function adapt(tree: Root, { movesPictures = false }: BodySource, page: AbsoluteUrl, removed: Removed): Met {
  const media: MediaFile[] = [];
  const inlineLinks = new Set<Element>();
  const thinned = new Set<Parents>();
  let mark: Comment | undefined;
  const { visit, SKIP } = unistVisit();
  visit(tree, (node, index, parent) => {
    if (node.type === 'comment' && endsBeginning(node)) mark ??= node;
    else if (node.type === 'comment' && !WORDPRESS_BLOCK.test(node.value)) tally(removed.markup, 'a comment', node);
    if (node.type !== 'element') return undefined;
    if (parent && isHidden(node)) {
      tally(removed.markup, 'a hidden element', node);
      thinned.add(parent);
      return SKIP;
    }
    const link = playerLink(node, page, removed, media);
    if (link !== undefined && parent && index !== undefined) {
      const isInline = !holdsParagraphs(parent);
      if (isInline) inlineLinks.add(link);
      parent.children.splice(index, 1, isInline ? link : paragraphOf(link));
      return SKIP;
    }
    inspect(node, removed);
    if (STRIPPED.has(node.tagName)) return SKIP;
    resolveAddresses(node, page, movesPictures, removed);
    if (parent && showsNothing(node)) thinned.add(parent);
    return undefined;
  });
  return { media, inlineLinks, thinned, mark };
}

const WORDPRESS_BLOCK = /^\s*\/?wp:/;

// Of Markdown, the elements' places are those in the HTML that was made of it.
function placeOf(node: Comment | Element, source: BodySource, rest: Rest): Span {
  const offset = node.position?.start.offset;
  if (source.kind !== 'html' || offset === undefined) return source.at;
  const length = node.type === 'element' ? node.tagName.length + 1 : '<!--'.length;
  return placeIn(source, rest.placeOf(offset), length);
}

/** A place in the text, where the file has it as it is. */
function placeIn({ at, start }: BodySource, index: number, length: number): Span {
  return start === undefined ? at : { start: start + index, end: start + index + length };
}
