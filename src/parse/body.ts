// In: an article's body in Markdown or HTML. Out: HTML that feeds may carry: allow-listed, closed, with absolute addresses.
// The front door of marked and of the hast packages.
import type { Element, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { type Schema, sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { Marked } from 'marked';
import { EXIT, SKIP, visit } from 'unist-util-visit';
import type { Report, Span } from '../diagnostics/finding.ts';
import type { MediaFile } from '../model/article.ts';
import { foldWhiteSpace, type SafeHtml, xmlSafe } from '../model/text.ts';
import { type AbsoluteUrl, absoluteUrl } from '../model/url.ts';
import { mediaTypeOf, pageOfPlayer } from './media.ts';

/** What a body comes to. */
export interface Body {
  /** `undefined` when nothing is left to show. */
  readonly html: SafeHtml | undefined;
  /** The words alone, folded. */
  readonly text: string;
  /** Film and sound files that it names. */
  readonly media: readonly MediaFile[];
}

const EMPTY: Body = { html: undefined, text: '', media: [] };

/** What readers show and RULES §6 allows. Everything else is unwrapped, or dropped with its content (`strip`). */
const SCHEMA: Schema = {
  tagNames: [
    'a',
    'abbr',
    'b',
    'bdi',
    'bdo',
    'blockquote',
    'br',
    'caption',
    'cite',
    'code',
    'col',
    'colgroup',
    'dd',
    'del',
    'dfn',
    'div',
    'dl',
    'dt',
    'em',
    'figcaption',
    'figure',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
    'li',
    'mark',
    'ol',
    'p',
    'pre',
    'q',
    'rp',
    'rt',
    'ruby',
    's',
    'samp',
    'small',
    'span',
    'strong',
    'sub',
    'sup',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'time',
    'tr',
    'u',
    'ul',
    'var',
    'wbr',
  ],
  attributes: {
    '*': ['lang', 'dir', 'title'],
    a: ['href', 'hrefLang'],
    img: ['src', 'alt', 'width', 'height'],
    td: ['colSpan', 'rowSpan'],
    th: ['colSpan', 'rowSpan', 'scope'],
    ol: ['start', 'type'],
    time: ['dateTime'],
    del: ['dateTime'],
    ins: ['dateTime'],
    blockquote: ['cite'],
    q: ['cite'],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: ['http', 'https'], cite: ['http', 'https'] },
  strip: [
    'script',
    'style',
    'template',
    'iframe',
    'object',
    'embed',
    'applet',
    'form',
    'button',
    'select',
    'textarea',
    'input',
    'svg',
    'math',
    'noscript',
    'head',
    'title',
    'frameset',
    'canvas',
    'video',
    'audio',
    'noembed',
    'noframes',
    'xmp',
    'plaintext',
    'dialog',
  ],
  ancestors: {},
  clobber: [],
  required: {},
};

const ALLOWED = new Set(SCHEMA.tagNames);
const STRIPPED = new Set(SCHEMA.strip);
/** Wrappers that may go without a word: they show nothing themselves. */
const UNWRAPPED = new Set([
  'article',
  'section',
  'header',
  'footer',
  'main',
  'nav',
  'aside',
  'picture',
  'source',
  'center',
  'font',
  'tt',
  'big',
  'details',
  'summary',
  'address',
  'hgroup',
  'html',
  'body',
  'label',
  'nobr',
  'strike',
  'acronym',
]);
const ADDRESSES = ['href', 'src', 'cite'] as const;

const markdown = new Marked({ gfm: true, async: false });

/**
 * Makes a body fit for feeds. `page` resolves relative addresses; `start` is where the body begins in the file.
 * Reports `body/…` once a kind, with counts.
 */
export function parseBody(
  source: string,
  kind: 'markdown' | 'html',
  page: AbsoluteUrl,
  at: Span,
  report: Report,
): Body {
  const safe = xmlSafe(source.replace(/\r\n?/g, '\n'));
  if (safe.trim() === '') return EMPTY;
  if (/\{\{[<%]|\{%-?\s/.test(safe)) report('body/template-code', {}, at);
  try {
    return clean(kind === 'html' ? safe : markdown.parse(safe, { async: false }), page, at, report);
  } catch (error) {
    // Parsers of markup recurse; only their stack can end them early.
    if (!(error instanceof RangeError)) throw error;
    report('body/too-deep', {}, at);
    return EMPTY;
  }
}

/** The beginning of a text, cut at a word, for articles that have no excerpt. */
export function beginningOf(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:–—-]+$/, '')}…`;
}

interface Removed {
  readonly markup: Map<string, number>;
  readonly attributes: Map<string, number>;
  readonly players: string[];
  readonly addresses: Set<string>;
}

function clean(html: string, page: AbsoluteUrl, at: Span, report: Report): Body {
  const tree = fromHtml(html, { fragment: true });
  const removed: Removed = { markup: new Map(), attributes: new Map(), players: [], addresses: new Set() };
  const media: MediaFile[] = [];
  visit(tree, (node, index, parent) => {
    if (node.type === 'comment') count(removed.markup, 'a comment');
    if (node.type !== 'element') return undefined;
    const link = playerLink(node, page, removed, media);
    if (link !== undefined && parent && index !== undefined) {
      parent.children.splice(index, 1, link);
      return SKIP;
    }
    inspect(node, removed);
    resolveAddresses(node, page, removed);
    if (node.tagName === 'img' && node.properties['src'] === undefined && parent && index !== undefined) {
      parent.children.splice(index, 1);
      return index;
    }
    return STRIPPED.has(node.tagName) ? SKIP : undefined;
  });
  reportRemoved(removed, at, report);
  const kept = sanitize(tree, SCHEMA);
  const root: Root = kept.type === 'root' ? kept : { type: 'root', children: [] };
  return { html: serialized(root), text: textOf(root), media };
}

function serialized(root: Root): SafeHtml | undefined {
  if (!hasContent(root)) return undefined;
  const html = toHtml(root, {
    closeSelfClosing: true,
    omitOptionalTags: false,
    characterReferences: { useNamedReferences: false, omitOptionalSemicolons: false },
  });
  return xmlSafe(html).trim() as SafeHtml;
}

function hasContent(root: Root): boolean {
  let found = false;
  visit(root, (node) => {
    found ||= (node.type === 'text' && node.value.trim() !== '') || (node.type === 'element' && node.tagName === 'img');
    return found ? EXIT : undefined;
  });
  return found;
}

function textOf(root: Root): string {
  const parts: string[] = [];
  visit(root, (node) => {
    if (
      node.type === 'element' &&
      /^(?:p|div|h\d|li|br|tr|td|th|blockquote|pre|figure|figcaption|dd|dt)$/.test(node.tagName)
    )
      parts.push(' ');
    if (node.type === 'text') parts.push(node.value);
  });
  return foldWhiteSpace(xmlSafe(parts.join('')));
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
  const url = typeof source === 'string' ? absoluteUrl(source, page) : undefined;
  if (url === undefined) return undefined;
  if (medium === 'iframe') {
    const player = pageOfPlayer(url);
    removed.players.push('a frame');
    return linkTo(player.url, `Watch on ${player.host}`);
  }
  removed.players.push(medium === 'video' ? 'a video player' : 'an audio player');
  media.push({ url, medium, type: mediaTypeOf(url, medium) });
  return linkTo(url, medium === 'video' ? 'Watch the video' : 'Listen to the recording');
}

function linkTo(url: AbsoluteUrl, text: string): Element {
  const link: Element = {
    type: 'element',
    tagName: 'a',
    properties: { href: url },
    children: [{ type: 'text', value: text }],
  };
  return { type: 'element', tagName: 'p', properties: {}, children: [link] };
}

function inspect(node: Element, removed: Removed): void {
  if (STRIPPED.has(node.tagName) || !(ALLOWED.has(node.tagName) || UNWRAPPED.has(node.tagName)))
    count(removed.markup, `<${node.tagName}>`);
  const allowed = [...(SCHEMA.attributes?.['*'] ?? []), ...(SCHEMA.attributes?.[node.tagName] ?? [])];
  for (const name of Object.keys(node.properties)) {
    if (!allowed.includes(name))
      count(/^on/i.test(name) || name === 'style' ? removed.markup : removed.attributes, name.toLowerCase());
  }
}

function resolveAddresses(node: Element, page: AbsoluteUrl, removed: Removed): void {
  for (const name of ADDRESSES) {
    const value = node.properties[name];
    if (value === undefined || value === null) continue;
    const text = String(value);
    if (name === 'href' && /^(?:mailto|tel):[^\s<>]+$/i.test(text)) continue;
    const url = absoluteUrl(text, page);
    if (url === undefined) {
      delete node.properties[name];
      removed.addresses.add(name);
    } else node.properties[name] = url;
  }
}

function reportRemoved(removed: Removed, at: Span, report: Report): void {
  for (const [what, times] of removed.markup) report('body/removed-markup', { what, count: times }, at);
  if (removed.attributes.size > 0)
    report('body/removed-attribute', { names: [...removed.attributes.keys()].sort().join(', ') }, at);
  for (const what of new Set(removed.players)) report('body/replaced-player', { what }, at);
  for (const attribute of removed.addresses) report('body/removed-address', { attribute }, at);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
