// In: any document. Out: whether it is a valid RSS, Atom, JSON Feed or OPML document, and every finding about it.
// Pure: no disk, no network, no clock; nothing is fetched from inside a document, no entity is expanded.

import type { LintCode } from '../diagnostics/catalogue/lint.ts';
import type { Severity } from '../diagnostics/rule.ts';
import type { HttpAnswer } from '../model/http-answer.ts';
import { type Instant, instant } from '../model/instant.ts';
import { atomEntry, atomFeed } from './atom.ts';
import { attributeValue, childOf, type Element, hasChild, readDocument, type XmlDocument } from './document.ts';
import { decode, type EncodingProblem } from './encoding.ts';
import { checkPodcastNamespace } from './extensions/podcast.ts';
import {
  type CheckFinding,
  type FindingSink,
  findingSink,
  inDocument,
  type Place,
  type RuleSetting,
} from './findings.ts';
import { charsetOf, checkHttp, temporaryRedirect } from './http.ts';
import { checkJsonFeed, isJsonFeed } from './json-feed.ts';
import { type JsonDocument, readJson } from './json-reader.ts';
import { type Context, type DocumentFormat, type ElementModel, placeOf } from './model.ts';
import { isExactNamespace } from './namespaces.ts';
import { opmlRoot } from './opml.ts';
import { checkProfile, PROFILES, type Profile, passProfile } from './profiles.ts';
import { checkRss090, rdfRoot } from './rdf.ts';
import { checkRssDoctype, rssRoot } from './rss.ts';
import { walk } from './walk.ts';
import { checkDeclarations, reportProblems } from './xml.ts';

export type { CheckFinding, RuleSetting } from './findings.ts';
export { PROFILES, type Profile } from './profiles.ts';

/** How a document is judged, and what of the findings is given back. */
export interface CheckOptions {
  /** Whose numbers count beside the formats' own. Default: `readers`, which asks nothing more. */
  readonly profile?: Profile;
  /** By code: another severity than the catalogue's, or `off`. */
  readonly rules?: { readonly [C in LintCode]?: RuleSetting };
  /** The least severity that is given back; the verdict counts all. Default: `info`. */
  readonly severity?: Severity;
  /** How many findings are given back; the verdict counts all. Default: no limit but that of memory, 10,000. */
  readonly maxFindings?: number;
  /** Where the document was read from; its self link has to name it. Default: `http`'s, else not known. */
  readonly address?: string;
  /** How it came over HTTP; then that is checked too. Default: it did not. */
  readonly http?: HttpAnswer;
  /** For dates in the future. Default: not known, so no date is too late. */
  readonly now?: Instant;
}

/** `invalid`: there are errors; infos change nothing. */
export type Verdict = 'valid' | 'valid-with-warnings' | 'invalid';

/** What `check` found in one document. */
export interface CheckReport {
  readonly format: DocumentFormat;
  readonly verdict: Verdict;
  /** In the order of the document. */
  readonly findings: readonly CheckFinding[];
  /** How many there are, those included that are not given back. */
  readonly counts: Readonly<Record<Severity, number>>;
}

/** Validators and hubs stop reading here. */
const MAX_BYTES = 5_000_000;

const ATOM = 'http://www.w3.org/2005/Atom';

/**
 * Checks a document: bytes as they were read, or text that is decoded already. Linear in its size. Throws for no document,
 * but a `TypeError` for what is none, as an address or a promise, and for a profile or a point in time that there is not.
 */
export function check(input: string | Uint8Array, options: CheckOptions = {}): CheckReport {
  if (typeof input !== 'string' && !ArrayBuffer.isView(input))
    throw new TypeError('check takes the text of a document, or its bytes as a Uint8Array');
  const { profile = 'readers', now } = options;
  if (!PROFILES.includes(profile))
    throw new TypeError(`There is no profile ${profile}; there are ${PROFILES.join(', ')}`);
  if (now !== undefined && instant(now) !== now)
    throw new TypeError('now is no Instant, which counts whole seconds. Make one with instantOf(new Date()).');
  const sink = findingSink({
    rules: options.rules ?? {},
    severity: options.severity ?? 'info',
    maxFindings: options.maxFindings ?? Number.POSITIVE_INFINITY,
  });
  const charset = charsetOf(options.http?.headers['content-type']);
  const { text, encoding, declared, problems } = typeof input === 'string' ? decoded(input) : decode(input, charset);
  const bytes = Buffer.byteLength(input);
  for (const problem of problems) reportEncoding(problem, sink);
  if (bytes > MAX_BYTES) sink.report('format/large-document', { bytes, max: MAX_BYTES }, inDocument(0, 1));
  const format = checkText(text, bytes, encoding, options, sink);
  if (options.http !== undefined) checkHttp(options.http, format, bytes, declared, sink.report);
  return { format, verdict: verdictOf(sink), findings: sink.finish(text), counts: sink.counts };
}

/** Where the document is published; readers keep the address that redirects only for now. */
function addressesOf({ address, http }: CheckOptions): readonly string[] {
  if (address !== undefined) return [address];
  if (http === undefined) return [];
  const temporary = temporaryRedirect(http);
  if (temporary < 0) return [http.address];
  return [http.address, http.redirects[temporary - 1]?.to ?? http.requested];
}

function decoded(text: string) {
  const declared = /^\uFEFF?<\?xml\s[^>]{0,200}?encoding\s{0,10}=\s{0,10}["']([^"']{0,100})/
    .exec(text.slice(0, 500))?.[1]
    ?.toLowerCase();
  return { text, encoding: declared ?? 'utf-8', declared, problems: [] as readonly EncodingProblem[] };
}

function reportEncoding({ code, values, offset }: EncodingProblem, sink: FindingSink): void {
  const report = sink.report as (code: EncodingProblem['code'], values: object, place: Place) => void;
  report(code, values, inDocument(offset, 1));
}

function verdictOf({ counts }: FindingSink): Verdict {
  if (counts.error > 0) return 'invalid';
  return counts.warning > 0 ? 'valid-with-warnings' : 'valid';
}

function checkText(
  text: string,
  bytes: number,
  encoding: string,
  options: CheckOptions,
  sink: FindingSink,
): DocumentFormat {
  const first = /^\s*(\S)/.exec(text.slice(0, 10_000))?.[1];
  const base = {
    text,
    encoding,
    version: '',
    now: options.now,
    addresses: addressesOf(options),
    seen: new Map<string, number>(),
    entities: new Set<string>() as ReadonlySet<string>,
    report: sink.report,
  };
  const isJson = first === '{' || first === '[';
  if (IS_UTF_32.test(text) || (!isJson && first !== '<' && !text.includes('<?xml'))) {
    sink.report('format/unknown-format', { what: kindOf(text) }, inDocument(0, 1));
    return 'unknown';
  }
  if (isJson) {
    const document = readJson(text);
    const other = isJsonFeed(document) ? undefined : otherJson(text, document);
    if (other !== undefined) {
      sink.report('format/unknown-format', { what: other.what }, inDocument(other.at, 1));
      return 'unknown';
    }
    const context: Context = { ...base, format: 'json' };
    checkJsonFeed(document, bytes, context);
    passProfile(options.profile, 'a JSON Feed', context);
    return 'json';
  }
  const document = readDocument(text);
  return checkXml(document, { ...base, entities: document.entities.names }, options.profile);
}

/** Markup or JSON of four bytes a character, as it looks when it is read as one or two. */
const IS_UTF_32 = /^[^<{[]{0,8}[<{[]\0/;

/** What a document without markup seems to be. */
function kindOf(text: string): string {
  // What begins a file of gzip, as far as it is text.
  if (text.startsWith('\x1F\uFFFD\b')) return 'gzip data';
  if (IS_UTF_32.test(text)) return 'text in UTF-32';
  return text.trim() === '' ? 'an empty document' : 'plain text';
}

/** What JSON without the marks of a feed is, and where that shows; `undefined`: they may stand behind what is broken. */
function otherJson(text: string, { mistake }: JsonDocument): { what: string; at: number } | undefined {
  if (/^\s*\[/.test(text.slice(0, 10_000))) return { what: 'a JSON array', at: 0 };
  if (isWholeJson(text)) return { what: 'JSON of another kind', at: 0 };
  return text.includes('jsonfeed')
    ? undefined
    : { what: 'JSON of another kind, which is broken here', at: mistake?.offset ?? 0 };
}

function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

type Base = Omit<Context, 'format'>;

const IS_ROOT = /^(?:rss|feed|entry|RDF|opml|outlineDocument)$/;
/** A page may leave out the tag of its root. */
const IS_PAGE = /^\s{0,1000}<!doctype\s{1,1000}html\b/i;

function checkXml(document: XmlDocument, base: Base, profile: Profile | undefined): DocumentFormat {
  const { text, report } = base;
  const { root } = document;
  const isPage = root !== undefined && !IS_ROOT.test(root.local) && (/^html$/i.test(root.local) || IS_PAGE.test(text));
  // Said first: that it is no XML either is no help.
  if (isPage) report('format/unknown-format', { what: 'an HTML page' }, inDocument(0, 1));
  reportProblems(text, document, report);
  if (root === undefined) {
    report('format/unknown-format', { what: 'no element at all' }, inDocument(0, 1));
    return 'unknown';
  }
  const name = root.local;
  if (name === 'rss') return checkRss(document, root, base, profile);
  if (name === 'feed' || name === 'entry') return checkAtom(document, root, base, profile);
  if (root.key === 'rdf:RDF') return checkRdf(document, root, base, profile);
  if (name === 'opml' || name === 'outlineDocument') {
    const mended = withoutNamespace(root, base);
    const context: Context = { ...base, format: 'opml' };
    walkRoot(document, mended, opmlRoot, context);
    passProfile(profile, 'OPML', context);
    return 'opml';
  }
  if (!isPage) report('format/unknown-format', { what: `a document of <${root.name}>` }, placeOf(root));
  return 'unknown';
}

function walkRoot(document: XmlDocument, root: Element, model: ElementModel, context: Context): void {
  checkDeclarations(document, context);
  walk(root, model, context);
}

/** RSS 2.0 and OPML are in no namespace; what is in one is read as if it were in none. */
function withoutNamespace(root: Element, { text, report }: Base): Element {
  const { namespace } = root;
  if (namespace === undefined) return root;
  report('format/invalid-namespace', { element: root.name, namespace }, placeOf(root));
  return readDocument(text, { root, to: undefined }).root ?? root;
}

function checkRss(document: XmlDocument, root: Element, base: Base, profile: Profile | undefined): DocumentFormat {
  const mended = withoutNamespace(root, base);
  // The rules go by 2.0 where no version is given.
  const context: Context = { ...base, format: 'rss', version: attributeValue(mended, 'version') ?? '2.0' };
  if (document.doctype !== undefined)
    checkRssDoctype(base.text.slice(document.doctype.start, document.doctype.end), mended, context);
  walkRoot(document, mended, rssRoot, context);
  checkPodcastNamespace(mended, context);
  const channel = childOf(mended, 'channel');
  if (channel !== undefined) checkProfile(profile, channel, context);
  return 'rss';
}

const OBSOLETE_ATOM = 'http://purl.org/atom/ns#';

function checkAtom(document: XmlDocument, root: Element, base: Base, profile: Profile | undefined): DocumentFormat {
  const { namespace } = root;
  const context: Context = { ...base, format: 'atom' };
  if (namespace === OBSOLETE_ATOM) {
    context.report('format/obsolete-version', { version: 'Atom 0.3' }, placeOf(root));
    return 'atom';
  }
  if (namespace === undefined)
    context.report('format/missing-namespace', { element: root.name, namespace: ATOM }, placeOf(root));
  else if (namespace !== ATOM)
    context.report('format/invalid-namespace', { element: root.name, namespace }, placeOf(root));
  const isNear = root.key.startsWith('atom:') && (namespace === ATOM || !isExactNamespace(namespace ?? ''));
  const mended = isNear ? root : (readDocument(base.text, { root, to: ATOM }).root ?? root);
  walkRoot(document, mended, mended.local === 'entry' ? atomEntry : atomFeed, context);
  checkPodcastNamespace(mended, context);
  if (mended.local === 'feed') checkProfile(profile, mended, context);
  else passProfile(profile, 'a single entry', context);
  return 'atom';
}

function checkRdf(document: XmlDocument, root: Element, base: Base, profile: Profile | undefined): DocumentFormat {
  const context: Context = { ...base, format: 'rss', version: '1.0' };
  checkDeclarations(document, context);
  if (hasChild(root, 'rss090:channel')) checkRss090(root, context);
  else walk(root, rdfRoot, context);
  passProfile(profile, 'RSS 1.0', context);
  return 'rss';
}
