// JSON Feed 1.0 and 1.1: keys with their types, what is required, and what values have to be.
import { shownName } from './document.ts';
import type { Place, ReportLint } from './findings.ts';
import { html } from './html.ts';
import type { JsonDocument, JsonMember, JsonValue } from './json-reader.ts';
import type { Context } from './model.ts';
import { rfc3339Date, rfc3339Seconds } from './values/dates.ts';
import { languageTag } from './values/languages.ts';
import { mediaType } from './values/media-types.ts';
import { checkCharacters, closingTag, htmlEntity } from './values/texts.ts';
import { absoluteIri, isAbsoluteIri, isElsewhere } from './values/uris.ts';

type ObjectValue = JsonValue & { readonly kind: 'object' };

/** What a key may hold. `id` may be a number, by mistake; `size` is a number that is not negative. */
type Type = TextType | 'boolean' | 'size' | Shape | readonly [Shape] | readonly ['plain'];

type TextType = 'text' | 'plain' | 'body' | 'html' | 'url' | 'date' | 'language' | 'media-type' | 'id';

interface Shape {
  readonly keys: Readonly<Record<string, Type>>;
  readonly required: readonly string[];
  readonly check?: (object: ObjectValue, path: string, context: JsonContext) => void;
}

type JsonContext = Context & {
  readonly feedVersion: string | undefined;
  /** Whether all of the document could be read; what is missing behind a mistake may well be there. */
  readonly complete: boolean;
  /** By name, the first use of each extension; `undefined` when one of its uses says what it is. */
  readonly extensions: Map<string, Place | undefined>;
};

const author: Shape = {
  keys: { name: 'plain', url: 'url', avatar: 'url' },
  required: [],
  check(object, path, { report }) {
    if (!object.members.some(({ key }) => key === 'name' || key === 'url' || key === 'avatar'))
      report('json-feed/empty-author', { place: nameOf(path) }, placeOf(object, path));
  },
};

const attachment: Shape = {
  keys: { url: 'url', mime_type: 'media-type', title: 'plain', size_in_bytes: 'size', duration_in_seconds: 'size' },
  required: ['url', 'mime_type'],
};

const hub: Shape = { keys: { type: 'text', url: 'url' }, required: ['type', 'url'] };

const item: Shape = {
  keys: {
    id: 'id',
    url: 'url',
    external_url: 'url',
    title: 'plain',
    content_html: 'html',
    content_text: 'body',
    summary: 'plain',
    image: 'url',
    banner_image: 'url',
    date_published: 'date',
    date_modified: 'date',
    author,
    authors: [author],
    tags: ['plain'],
    language: 'language',
    attachments: [attachment],
  },
  required: ['id'],
  check: checkItem,
};

const feed: Shape = {
  keys: {
    version: 'text',
    title: 'plain',
    home_page_url: 'url',
    feed_url: 'url',
    description: 'plain',
    user_comment: 'text',
    next_url: 'url',
    icon: 'url',
    favicon: 'url',
    author,
    authors: [author],
    language: 'language',
    expired: 'boolean',
    hubs: [hub],
    items: [item],
  },
  required: ['version', 'title', 'items'],
  check: checkFeed,
};

const VERSION = /^https:\/\/jsonfeed\.org\/version\/1(?:\.1)?$/;
const SINCE_1_1 = new Set(['authors', 'language']);
const MAX_BYTES = 250_000;

/**
 * Whether a document means to be a JSON Feed: an object with its version, or with items and what else only feeds have; lists
 * of `items` are in much JSON, feed menus among it.
 */
export function isJsonFeed({ root }: JsonDocument): boolean {
  if (root?.kind !== 'object') return false;
  if (textOf(root, 'version')?.includes('jsonfeed')) return true;
  const items = member(root, 'items')?.value;
  if (items === undefined) return false;
  return hasText(root, ['title', 'home_page_url', 'feed_url']) || (items.kind === 'array' && items.items.some(isItem));
}

function isItem(value: JsonValue): boolean {
  return value.kind === 'object' && hasText(value, ['id', 'content_html', 'content_text']);
}

function hasText(object: ObjectValue, keys: readonly string[]): boolean {
  return keys.some((key) => textOf(object, key) !== undefined);
}

/** Checks a JSON Feed. `bytes`: its size as UTF-8. */
export function checkJsonFeed(document: JsonDocument, bytes: number, context: Context): void {
  const { text, report } = context;
  const whole: Place = { start: 0, end: 1, inside: '', name: 'the feed' };
  if (text.charCodeAt(0) === 0xfeff) report('json-feed/byte-order-mark', {}, whole);
  if (document.mistake !== undefined) {
    const { offset, problem } = document.mistake;
    report('json-feed/invalid-json', { problem }, { ...whole, start: offset, end: offset + 1 });
  }
  if (bytes > MAX_BYTES) report('json-feed/large-document', { bytes, max: MAX_BYTES }, whole);
  const { root } = document;
  // What is none is told as no feed.
  if (root?.kind !== 'object') return;
  const version = member(root, 'version')?.value;
  const feedVersion = version?.kind === 'string' ? version.value : undefined;
  const complete = document.mistake === undefined;
  const extensions: JsonContext['extensions'] = new Map();
  checkObject(root, feed, '', { ...context, feedVersion, complete, extensions });
  for (const place of complete ? extensions.values() : [])
    if (place !== undefined)
      report('json-feed/invalid-extension', { place: place.name, problem: 'says nowhere in about what it is' }, place);
}

function member(object: ObjectValue, key: string): JsonMember | undefined {
  return object.members.find((one) => one.key === key);
}

function textOf(object: ObjectValue, key: string): string | undefined {
  const value = member(object, key)?.value;
  return value?.kind === 'string' ? value.value : undefined;
}

/** `/items/2/url` as sentences have it: `items[2].url`. */
function nameOf(path: string): string {
  if (path === '') return 'The feed';
  return path
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replace(/\//g, '.');
}

function placeOf({ start, end }: { start: number; end: number }, path: string): Place {
  return { start, end: Math.min(end, start + 1000), inside: path, name: nameOf(path) };
}

function beginningOf({ start }: ObjectValue, path: string): Place {
  return placeOf({ start, end: start + 1 }, path);
}

function checkObject(object: ObjectValue, shape: Shape, path: string, context: JsonContext): void {
  const seen = keysOnce(object, path, context.report);
  for (const one of object.members) {
    const memberPath = pathOf(one, path);
    const type = Object.hasOwn(shape.keys, one.key) ? shape.keys[one.key] : undefined;
    if (type !== undefined) {
      checkKnown(one, type, memberPath, shape, context);
      continue;
    }
    if (one.key.startsWith('_')) checkExtension(one, memberPath, context);
    else reportUnknown(one, shape, memberPath, context.report);
    checkStranger(one.value, memberPath, context.report);
  }
  for (const key of shape.required)
    if (context.complete && !seen.has(key))
      context.report('json-feed/missing-key', { place: nameOf(path), key }, beginningOf(object, path));
  if (context.complete) shape.check?.(object, path, context);
}

function pathOf({ key }: JsonMember, parent: string): string {
  return `${parent}/${shownName(key).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

/** In what no specification describes, keys that stand twice are all that can be wrong. */
function checkStranger(value: JsonValue, path: string, report: ReportLint): void {
  if (value.kind === 'array')
    for (const [index, one] of value.items.entries()) checkStranger(one, `${path}/${index}`, report);
  if (value.kind !== 'object') return;
  keysOnce(value, path, report);
  for (const one of value.members) checkStranger(one.value, pathOf(one, path), report);
}

/** The keys of an object; reports those that stand twice. */
function keysOnce(object: ObjectValue, path: string, report: ReportLint): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const one of object.members) {
    const memberPath = pathOf(one, path);
    if (seen.has(one.key)) report('json-feed/duplicate-key', { place: nameOf(memberPath) }, keyPlace(one, memberPath));
    seen.add(one.key);
  }
  return seen;
}

function keyPlace({ keyStart, keyEnd }: JsonMember, path: string): Place {
  return { start: keyStart, end: keyEnd, inside: path, name: nameOf(path) };
}

function checkKnown(one: JsonMember, type: Type, path: string, shape: Shape, context: JsonContext): void {
  const old = context.feedVersion?.endsWith('/version/1') === true;
  if (old && SINCE_1_1.has(one.key) && (shape === feed || shape === item))
    context.report('json-feed/too-new-key', { place: nameOf(path) }, keyPlace(one, path));
  checkValue(one.value, type, path, context);
}

/** It may stand anywhere, and one of its uses should say what it is (JSON Feed 1.1, Extensions). */
function checkExtension(one: JsonMember, path: string, { extensions, report }: JsonContext): void {
  const place = keyPlace(one, path);
  const wrong = (problem: string) => report('json-feed/invalid-extension', { place: place.name, problem }, place);
  if (one.value.kind !== 'object') wrong('is an extension, so it should be an object');
  else if (member(one.value, 'about') !== undefined) extensions.set(one.key, undefined);
  else if (!extensions.has(one.key)) extensions.set(one.key, place);
  if (!/^_[a-z]/i.test(one.key)) wrong('should have a letter behind the underscore');
}

function reportUnknown(one: JsonMember, shape: Shape, path: string, report: ReportLint): void {
  const folded = (key: string) => key.toLowerCase().replace(/[^a-z]/g, '');
  const near = Object.keys(shape.keys).find((key) => folded(key) === folded(one.key.slice(0, 40)));
  report('json-feed/unknown-key', { place: nameOf(path), nearest: near }, keyPlace(one, path));
}

function checkValue(value: JsonValue, type: Type, path: string, context: JsonContext): void {
  const { report } = context;
  const place = placeOf(value, path);
  const wrong = (expected: string) => report('json-feed/invalid-type', { place: nameOf(path), expected }, place);
  if (Array.isArray(type)) {
    if (value.kind !== 'array') wrong('an array');
    else for (const [index, one] of value.items.entries()) checkValue(one, type[0], `${path}/${index}`, context);
  } else if (isShape(type)) {
    if (value.kind !== 'object') wrong('an object');
    else checkObject(value, type, path, context);
  } else if (type === 'boolean') {
    if (value.kind !== 'boolean') wrong('true or false');
  } else if (type === 'size') {
    if (value.kind !== 'number') wrong('a number');
    else if (value.value < 0) report('json-feed/negative-number', { place: nameOf(path) }, place);
  } else if (type === 'id' && value.kind === 'number') {
    report('json-feed/numeric-id', { place: nameOf(path) }, place);
  } else if (value.kind !== 'string') wrong('a string');
  else checkText(value.value, type as TextType, place, context);
}

function isShape(type: Type): type is Shape {
  return typeof type === 'object' && 'keys' in type;
}

function checkText(text: string, type: TextType, place: Place, context: JsonContext): void {
  const { report } = context;
  checkCharacters(text, place, context);
  if (text.trim() === '') {
    report('json-feed/empty-value', { place: place.name }, place);
    return;
  }
  if (type === 'url') {
    if (!isAbsoluteIri(text)) report('json-feed/invalid-url', { place: place.name, text }, place);
    // What can be used may still be unwise.
    else absoluteIri(text, place, context);
  } else if (type === 'date') {
    // In RFC 3339 itself, other than in Atom, the letters may be small (§5.6).
    const upper = text.toUpperCase();
    if (rfc3339Seconds(upper) === undefined) report('json-feed/invalid-date', { place: place.name, text }, place);
    else rfc3339Date(upper, place, context);
  } else if (type === 'language') languageTag(text, place, context);
  else if (type === 'media-type') mediaType(text, place, context);
  else if (type === 'html') html(text, place, context);
  else {
    const markup = markupIn(text, type);
    if (markup !== undefined) report('json-feed/html-in-text', { place: place.name, markup }, place);
  }
}

/** Long text may be about HTML, but then it begins with words. */
function markupIn(text: string, type: TextType): string | undefined {
  if (type === 'plain') return closingTag(text) ?? htmlEntity(text);
  return type === 'body' && /^\s*<[a-z]/i.test(text) ? closingTag(text) : undefined;
}

function checkItem(object: ObjectValue, path: string, context: JsonContext): void {
  const place = beginningOf(object, path);
  if (member(object, 'content_html') === undefined && member(object, 'content_text') === undefined)
    context.report('json-feed/missing-content', { place: nameOf(path) }, place);
  checkAuthors(object, path, context);
  const id = member(object, 'id')?.value;
  const text = id?.kind === 'string' ? id.value : id?.kind === 'number' ? String(id.value) : undefined;
  if (id === undefined || text === undefined || text === '') return;
  const name = `id ${text}`;
  if (context.seen.has(name))
    context.report('json-feed/duplicate-id', { place: nameOf(`${path}/id`), text }, placeOf(id, `${path}/id`));
  context.seen.set(name, 1);
}

function checkAuthors(object: ObjectValue, path: string, { report, feedVersion }: JsonContext): void {
  const old = member(object, 'author');
  if (old !== undefined && member(object, 'authors') === undefined && feedVersion?.endsWith('1.1') === true)
    report('json-feed/outdated-author', { place: nameOf(path) }, keyPlace(old, `${path}/author`));
}

function checkFeed(object: ObjectValue, path: string, context: JsonContext): void {
  const { report, feedVersion, addresses } = context;
  const place = beginningOf(object, path);
  const version = member(object, 'version')?.value;
  if (version !== undefined && feedVersion !== undefined && !VERSION.test(feedVersion))
    report('json-feed/unknown-version', { text: feedVersion }, placeOf(version, '/version'));
  for (const key of ['home_page_url', 'feed_url'])
    if (member(object, key) === undefined) report('json-feed/missing-recommended', { place: 'The feed', key }, place);
  checkAuthors(object, path, context);
  const self = textOf(object, 'feed_url');
  const next = member(object, 'next_url')?.value;
  if (next?.kind === 'string' && (next.value === self || addresses.includes(next.value)))
    report('json-feed/next-is-self', {}, placeOf(next, '/next_url'));
  const own = member(object, 'feed_url')?.value;
  if (own !== undefined && self !== undefined && isElsewhere(self, addresses))
    report('json-feed/mismatched-feed-url', { text: self, address: addresses[0] ?? '' }, placeOf(own, '/feed_url'));
}
