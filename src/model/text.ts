// In: any string. Out: text that every XML 1.0 parser accepts.
// The one place that knows which characters a document may not hold (XML 1.0 §2.2).

/** Plain text, one line, no markup, no leading or trailing white space, only characters XML 1.0 allows. */
export type PlainText = string & { readonly __brand: 'PlainText' };

/** Sanitised HTML: closed tags, escaped ampersands, absolute addresses, only allowed elements. */
export type SafeHtml = string & { readonly __brand: 'SafeHtml' };

/** A BCP 47 language tag, structurally valid (RFC 5646 §2.1): `en`, `pt-BR`, `zh-Hans`. */
export type LanguageTag = string & { readonly __brand: 'LanguageTag' };

const FORBIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

// Nearly every text needs no work, and one quick scan tells so.
const HOLDS_NOTHING_FORBIDDEN = /^[\t\n\r -\uD7FF]*$/;
const NEEDS_FOLDING = /[^\S ]|\u0085| {2}/;
const MAY_NEED_CLEANING =
  /[^ -\u0084\u0086-\u009F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uD7FF]| {2}/;

/** Drops what XML 1.0 §2.2 forbids: C0 controls but tab, LF, CR; U+FFFE, U+FFFF; lone surrogates. */
export function xmlSafe(text: string): string {
  return HOLDS_NOTHING_FORBIDDEN.test(text) ? text : text.replace(FORBIDDEN, '');
}

/** How many characters `xmlSafe` would drop. */
export function countForbidden(text: string): number {
  return HOLDS_NOTHING_FORBIDDEN.test(text) ? 0 : (text.match(FORBIDDEN)?.length ?? 0);
}

/** Escapes what stands for markup in HTML, and for the end of a value in double quotes. */
export function namedEntities(value: string): string {
  return value.replace(/[&<>"]/g, entityOf);
}

/** The reference for one of these characters. */
export function entityOf(character: string): string {
  return ENTITIES[character] ?? '';
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Folds every run of white space, U+00A0 included, into one space and trims. */
export function foldWhiteSpace(text: string): string {
  const folded = NEEDS_FOLDING.test(text) ? text.replace(/[\s\u0085]+/g, ' ') : text;
  return hasSpaceAtEnds(folded) ? folded.replace(/^ | $/g, '') : folded;
}

/** Whether a text begins or ends with a space. */
export function hasSpaceAtEnds(text: string): boolean {
  return text.charCodeAt(0) === SPACE || text.charCodeAt(text.length - 1) === SPACE;
}

const SPACE = 0x20;

/** Text that is already decoded, made fit for one line of a feed. */
export function plainText(text: string): PlainText {
  if (!MAY_NEED_CLEANING.test(text) && !hasSpaceAtEnds(text)) return text as PlainText;
  return foldWhiteSpace(xmlSafe(text)) as PlainText;
}

/**
 * The same text in memory of its own. A part of a string keeps the whole alive in V8, so what outlives the text of a file
 * (the names that choosing needs, the lines of frames) has to be cut loose, or a build would hold every article it read.
 */
export function detached<T extends string>(text: T): T {
  // Joining makes a new string when it is cut, and this cut is a view of that one: one character more than needed.
  return ` ${text}`.slice(1) as T;
}

/**
 * What `make` makes of texts of which few recur often: each is asked for once, until there are `most`, and then anew. `make`
 * gets a text in memory of its own.
 */
export function remembered<V extends string | boolean>(most: number, make: (own: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const own = detached(text);
    const made = make(own);
    known.set(own, made);
    return made;
  };
}

// Hosts, names of providers, topics: a build keeps some hundred thousand of them, and they are a few thousand words.
const word = remembered(20_000, (own) => own);

/** The same text in memory of its own, which it shares with the same texts before it: for words that recur. */
export function shared<T extends string>(text: T): T {
  return word(text) as T;
}

/** The words of a list that is written as one text. */
export function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Compares by UTF-16 code unit: the one order of this program, free of any locale. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
