// In: an article's body in Markdown or HTML. Out: HTML that feeds may carry: allow-listed, closed, with absolute addresses.
// The front door of the hast packages that clean and write.
import type { Comment, Element, Nodes, Parents, Root, RootContent } from 'hast';
import type { Report, Span } from '../../diagnostics/finding.ts';
import type { MediaFile } from '../../model/article.ts';
import { lazyPackage } from '../../model/lazy-package.ts';
import { countForbidden, foldWhiteSpace, type SafeHtml, xmlSafe } from '../../model/text.ts';
import { type AbsoluteUrl, absoluteUrl } from '../../model/url.ts';
import { LIMITS } from '../limits.ts';
import { mediaTypeOf, pageOfPlayer } from '../media.ts';
import { aliasIn } from '../reader.ts';
import { tellSuspicious } from '../text.ts';
import { keepApart } from './breaks.ts';
import { withPlainCallouts } from './callouts.ts';
import { templateCodeIn, wikiIn } from './generator-code.ts';
import { withCodeFences, withPlainAddresses } from './generator-markdown.ts';
import { treeOfHtml } from './html.ts';
import { htmlOfMarkdown } from './markdown.ts';
import { nestsWrongly } from './nesting.ts';
import { type Rest, withHtmlMarks, withoutRemarks } from './remarks.ts';
import { inspect, nothingRemoved, type Removed, reportRemoved, tally } from './removed.ts';
import { BLOCKS, HOLDS_PARAGRAPHS, SCHEMA, STRIPPED } from './schema.ts';
import { isHidden, showLate } from './shown.ts';

const hastSanitize = lazyPackage<typeof import('hast-util-sanitize')>('hast-util-sanitize');
const hastToHtml = lazyPackage<typeof import('hast-util-to-html')>('hast-util-to-html');
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
const ADDRESSES = ['href', 'src', 'cite'] as const;

/**
 * Makes a body fit for feeds. `page` resolves relative addresses.
 * Reports `body/…` once a kind, with counts, at the first place.
 */
export function parseBody(given: BodySource, page: AbsoluteUrl, report: Report): Body {
  // A whole document is HTML, whatever the file is called: Markdown would make code of its indented lines.
  const source: BodySource = DOCUMENT.test(given.text) ? { ...given, kind: 'html' } : given;
  const { text, kind, field, at, start } = source;
  if (text.trim() === '') return NO_BODY;
  const alone = kind === 'html' ? loneFrame(source, page, report) : undefined;
  if (alone !== undefined) return alone;
  const forbidden = countForbidden(text);
  if (forbidden > 0) report('article/invalid-xml-character', { field, count: forbidden }, at);
  const placeAt = (index: number, length: number) => (start === undefined ? at : spanAt(start + index, length));
  const rest = withoutRemarks(kind === 'html' ? text : withCodeFences(text), kind);
  if (rest.remarks > 0)
    report('body/removed-markup', { what: 'a remark that no page shows', count: rest.remarks }, placeAt(rest.first, 3));
  tellSuspicious(text, field, (index) => placeAt(index, 1), report);
  const template = templateCodeIn(rest.text, kind);
  if (template >= 0) report('body/template-code', {}, placeAt(rest.placeOf(template), 3));
  const wiki = kind === 'html' ? -1 : wikiIn(rest.text);
  if (wiki >= 0) report('body/wiki-syntax', {}, placeAt(rest.placeOf(wiki), 3));
  try {
    const tree = treeOfHtml(
      kind === 'html' ? rest.text : htmlOfMarkdown(withPlainCallouts(withPlainAddresses(withHtmlMarks(rest.text)))),
    );
    if (!isDeep(tree)) return clean(tree, source, rest, page, report);
  } catch (error) {
    // A limit ends parsers of markup early, or their stack: they recurse.
    if (!(error instanceof RangeError)) throw error;
  }
  report('body/too-deep', {}, at);
  return NO_BODY;
}

const DOCUMENT = /^\s*<(?:!doctype\s+html|html[\s>])/i;

const LONE_FRAME = /^<iframe((?: [a-z]+(?:="[\w .:;%,/?=-]*")?)+)><\/iframe>$/;
const ATTRIBUTE = / ([a-z]+)(?:="([^"]*)")?/g;

// What players are nearly always given as, for which parsing takes longer than the whole article. `undefined`: parse.
function loneFrame({ text, at, start }: BodySource, page: AbsoluteUrl, report: Report): Body | undefined {
  const attributes = [...(LONE_FRAME.exec(text)?.[1]?.matchAll(ATTRIBUTE) ?? [])];
  if (attributes.some(([, name]) => name === 'hidden' || name === 'style')) return undefined;
  const source = attributes.find(([, name]) => name === 'src')?.[2];
  const frame = source === undefined ? undefined : absoluteUrl(source, page);
  if (frame === undefined) return undefined;
  const { url, host } = pageOfPlayer(frame);
  if (host === '' || /[&"'`<>]/.test(url)) return undefined;
  report('body/replaced-player', { what: 'a frame' }, start === undefined ? at : spanAt(start, '<iframe'.length));
  const words = `Watch on ${host}`;
  return { html: `<p><a href="${url}">${words}</a></p>` as SafeHtml, text: words, beginning: words, media: [] };
}

function isDeep(tree: Root): boolean {
  let level: readonly Nodes[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > LIMITS.bodyNesting) return true;
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  return false;
}

function clean(tree: Root, source: BodySource, rest: Rest, page: AbsoluteUrl, report: Report): Body {
  const removed = nothingRemoved();
  const media: MediaFile[] = [];
  const inlineLinks = new Set<Element>();
  const thinned = new Set<Parents>();
  let mark: Comment | undefined;
  const { visit, SKIP } = unistVisit();
  showLate(tree, (address) => usableUrl(address, page) !== undefined);
  visit(tree, (node, index, parent) => {
    if (node.type === 'comment' && END_OF_BEGINNING.test(node.value)) mark ??= node;
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
    resolveAddresses(node, page, source, removed);
    if (parent && showsNothing(node)) thinned.add(parent);
    return undefined;
  });
  for (const parent of thinned)
    parent.children = parent.children.filter((child) => !showsNothing(child)) as RootContent[];
  if (thinned.size > 0) leaveOutEmptied(tree, thinned);
  reportRemoved(removed, (node) => placeOf(node, source, rest), report);
  keepApart(tree, inlineLinks);
  const kept = sanitized(tree);
  const root = nestsWrongly(kept) ? sanitized(treeOfHtml(serialized(kept) ?? '')) : kept;
  const text = wordsOf(root);
  const beginning = mark === undefined ? '' : wordsOf(sanitized(upTo(mark, tree)));
  return { html: serialized(root), text, beginning: beginning || text, media };
}

/** A comment that site generators read, as what stands in lists of articles ends with it. */
const END_OF_BEGINNING = /^-*\s*(?:more|truncate|excerpt)\s*-*$/i;
const WORDPRESS_BLOCK = /^\s*\/?wp:/;

/** The blocks up to a mark, with that in which it stands. */
function upTo(mark: Comment, tree: Root): Root {
  const holds = (node: Nodes): boolean => node === mark || ('children' in node && node.children.some(holds));
  return { ...tree, children: tree.children.slice(0, tree.children.findIndex(holds) + 1) };
}

function wordsOf(root: Root): string {
  return foldWhiteSpace(xmlSafe(textOf(root)));
}

/** Leaves out what held nothing but what was left out, from the innermost on: a paragraph, and the link around a picture. */
function leaveOutEmptied(parent: Parents, thinned: Set<Parents>): void {
  for (const child of parent.children) if ('children' in child) leaveOutEmptied(child, thinned);
  const left = parent.children.filter((child) => !(thinned.has(child as Parents) && isEmptied(child)));
  if (left.length === parent.children.length) return;
  parent.children = left as RootContent[];
  thinned.add(parent);
}

function isEmptied(node: Nodes): boolean {
  if (node.type !== 'element' || !/^(?:p|a|picture|figure)$/.test(node.tagName)) return false;
  return node.children.every(
    (child) =>
      (child.type === 'element' && child.tagName === 'source') || (child.type === 'text' && child.value.trim() === ''),
  );
}

function showsNothing(node: Nodes): boolean {
  if (node.type !== 'element') return false;
  return isHidden(node) || (node.tagName === 'img' && node.properties['src'] === undefined);
}

function sanitized(tree: Root): Root {
  const kept = hastSanitize().sanitize(tree, SCHEMA);
  return kept.type === 'root' ? kept : { type: 'root', children: [] };
}

function serialized(root: Root): SafeHtml | undefined {
  if (!hasContent(root)) return undefined;
  unistVisit().visit(root, 'element', keepBlankLine);
  const html = hastToHtml().toHtml(root, {
    closeSelfClosing: true,
    omitOptionalTags: false,
    characterReferences: { useNamedReferences: false, omitOptionalSemicolons: false },
  });
  return strict(xmlSafe(html).replace(/\r\n?/g, '\n').trim()) as SafeHtml;
}

// A parser drops the line feed that a <pre> begins with.
function keepBlankLine({ tagName, children: [first] }: Element): void {
  if (tagName === 'pre' && first?.type === 'text' && /^[\r\n]/.test(first.value)) first.value = `\n${first.value}`;
}

// What HTML lets stand and XML does not: `<` inside an attribute, `]]>` in text.
function strict(html: string): string {
  return html.replace(/<[^<>"]*(?:"[^"]*"[^<>"]*)*>|\]\]>/g, (part) =>
    part === ']]>'
      ? ']]&#x3E;'
      : part.replace(/"[^"]*"/g, (value) => value.replace(/</g, '&#x3C;').replace(/>/g, '&#x3E;')),
  );
}

function hasContent(root: Root): boolean {
  let found = false;
  const { visit, EXIT } = unistVisit();
  visit(root, (node) => {
    found ||=
      (node.type === 'text' && xmlSafe(node.value).trim() !== '') ||
      (node.type === 'element' && node.tagName === 'img');
    return found ? EXIT : undefined;
  });
  return found;
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node)) return '';
  const inner = node.children.map(textOf).join('');
  return node.type === 'element' && BLOCKS.has(node.tagName) ? ` ${inner} ` : inner;
}

// An iframe, video or audio element becomes a link to what it plays; files are remembered as media.
function playerLink(node: Element, page: AbsoluteUrl, removed: Removed, media: MediaFile[]): Element | undefined {
  const medium = node.tagName;
  if (medium !== 'iframe' && medium !== 'video' && medium !== 'audio') return undefined;
  const source =
    node.properties['src'] ??
    node.children.find((child): child is Element => child.type === 'element' && child.tagName === 'source')?.properties[
      'src'
    ];
  const url = typeof source === 'string' ? usableUrl(source, page) : undefined;
  if (url === undefined) return undefined;
  if (medium === 'iframe') {
    const player = pageOfPlayer(url);
    tally(removed.players, 'a frame', node);
    return linkTo(player.url, `Watch on ${player.host}`);
  }
  tally(removed.players, medium === 'video' ? 'a video player' : 'an audio player', node);
  media.push({ url, medium, type: mediaTypeOf(url, medium) });
  return linkTo(url, medium === 'video' ? 'Watch the video' : 'Listen to the recording');
}

function linkTo(url: AbsoluteUrl, text: string): Element {
  return { type: 'element', tagName: 'a', properties: { href: url }, children: [{ type: 'text', value: text }] };
}

function paragraphOf(link: Element): Element {
  return { type: 'element', tagName: 'p', properties: {}, children: [link] };
}

function holdsParagraphs(parent: Parents): boolean {
  return parent.type === 'root' || (parent.type === 'element' && HOLDS_PARAGRAPHS.has(parent.tagName));
}

function resolveAddresses(node: Element, page: AbsoluteUrl, { movesPictures }: BodySource, removed: Removed): void {
  for (const name of ADDRESSES) {
    const value = node.properties[name];
    if (value === undefined || value === null) continue;
    // Browsers take line breaks and tabs out of addresses, wherever they stand.
    const text = String(value).replace(/[\t\n\r]/g, '');
    if (name === 'href' && /^(?:mailto|tel):[^\s<>]+$/i.test(text)) continue;
    const isElsewhere = name === 'href' ? isSourceFile(text, page) : movesPictures === true && isPlace(text);
    const url = isElsewhere ? undefined : usableUrl(text, page);
    if (url === undefined) {
      delete node.properties[name];
      tally(removed.addresses, name, node);
    } else node.properties[name] = url;
  }
}

/** Whether an address begins at the place where it stands. */
function isPlace(address: string): boolean {
  return /^(?![a-z][a-z\d+.-]*:|[/\\?#])/i.test(address.trim());
}

// Another article's file, from one whose page is none: only its site generator knows what page that is.
function isSourceFile(address: string, page: AbsoluteUrl): boolean {
  return /^(?![a-z][a-z\d+.-]*:|\/\/)/i.test(address) && MARKDOWN_FILE.test(address) && !MARKDOWN_FILE.test(page);
}

const MARKDOWN_FILE = /^[^?#]*\.(?:md|mdx|markdown)(?:[?#]|$)/i;

function usableUrl(text: string, page: AbsoluteUrl): AbsoluteUrl | undefined {
  return holdsInstruction(text) ? undefined : absoluteUrl(text, page);
}

// Template code in an address, as it is written and as Markdown makes it: only its site generator knows what page that is.
// Of an address that begins with it, quotes inside may have cut off the end.
function holdsInstruction(address: string): boolean {
  if (aliasIn(address) !== undefined) return true;
  const at = address.search(/(?:\{|%7B)(?:\{|%7B|%)/i);
  return at >= 0 && (address.slice(0, at).trim() === '' || /(?:\}|%7D|%)(?:\}|%7D)/i.test(address.slice(at)));
}

// Of Markdown, the elements' places are those in the HTML that was made of it.
function placeOf(node: Comment | Element, { kind, at, start }: BodySource, rest: Rest): Span {
  const offset = node.position?.start.offset;
  if (kind !== 'html' || start === undefined || offset === undefined) return at;
  return spanAt(start + rest.placeOf(offset), node.type === 'element' ? node.tagName.length + 1 : '<!--'.length);
}

function spanAt(start: number, length: number): Span {
  return { start, end: start + length };
}
