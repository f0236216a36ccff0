// In: the bytes of a document, and what the answer that brought it says. Out: its text, and what is wrong with its encoding.
// XML 1.0 §4.3.3 and appendix F, RFC 7303 §3: byte order mark, then the answer, then the XML declaration, then UTF-8.
import type { LintCode } from '../diagnostics/catalogue/lint.ts';
import type { Values } from '../diagnostics/rules.ts';
import { wordSet } from '../model/text.ts';

export interface Decoded {
  readonly text: string;
  /** The one that it was read in, lower case. */
  readonly encoding: string;
  /** What the document itself says, lower case; `undefined` when it says nothing. */
  readonly declared: string | undefined;
  readonly problems: readonly EncodingProblem[];
}

/** A finding without its place: `offset` is a UTF-16 code unit of the decoded text. */
export type EncodingProblem = {
  [Code in LintCode & `encoding/${string}`]: {
    readonly code: Code;
    readonly values: Values<Code>;
    readonly offset: number;
  };
}[LintCode & `encoding/${string}`];

/** Names that XML parsers are sure to know, or that are common enough to rely on (RFC 7303; survey of feeds). */
const COMMON = wordSet(`
  utf-8 utf8 utf-16 us-ascii ascii iso-8859-1 iso-8859-2 iso-8859-7 iso-8859-15 windows-1250 windows-1251
  windows-1252 windows-1254 windows-1255 windows-1256 koi8-r euc-jp shift_jis gb2312 gb18030 big5 euc-kr
`);

const DECLARATION =
  /^<\?xml\s{1,100}version\s{0,100}=\s{0,100}["'][^"']{0,100}["']\s{1,100}encoding\s{0,100}=\s{0,100}["']([^"']{0,100})["']/;

/** Decodes a document as an XML processor would; never throws. `charset`: that of the media type it was served with. */
export function decode(bytes: Uint8Array, charset?: string): Decoded {
  const problems: EncodingProblem[] = [];
  const marked = markedEncoding(bytes);
  const guessed = marked ?? guessedEncoding(bytes);
  const start = decodeWith(guessed ?? 'latin1', bytes.subarray(0, 1024));
  const declared = DECLARATION.exec(start.replace(/^\uFEFF/, ''))?.[1]?.toLowerCase();
  const wide = guessed?.startsWith('utf-16') === true;
  if (declared !== undefined) checkDeclared(declared, marked, wide, problems);
  else if (wide && marked === undefined)
    problems.push({
      code: 'encoding/mismatched-declaration',
      values: { declared: undefined, real: 'UTF-16' },
      offset: 0,
    });
  // JSON is UTF-8, whatever is said of it (RFC 8259 §8.1).
  const isJson = /^\uFEFF?\s*[{[]/.test(start);
  const encoding = guessed ?? (isJson ? undefined : (claimed(charset) ?? claimed(declared))) ?? 'utf-8';
  const text = decodeWith(encoding, bytes);
  const ascii = ASCII.test(encoding);
  const lossy = ascii ? bytes.some((byte) => byte > 0x7f) : isLossy(encoding, bytes);
  const broken = lossy ? text.search(ascii ? /[^\0-\x7F]/ : /\uFFFD/) : -1;
  if (broken >= 0) problems.push({ code: 'encoding/invalid-bytes', values: { encoding }, offset: broken });
  const own = wide ? 'utf-16' : (declared ?? (isJson ? 'utf-8' : marked));
  return { text, encoding: wide ? 'utf-16' : encoding, declared: own, problems };
}

/** An encoding that is claimed, if it can be true: whoever claims UTF-16 of ASCII has not got it. */
function claimed(name: string | undefined): string | undefined {
  return name !== undefined && claimsWide(name) ? undefined : usable(name);
}

function checkDeclared(declared: string, marked: string | undefined, wide: boolean, problems: EncodingProblem[]): void {
  const offset = marked === undefined ? 0 : 1;
  const real = wide ? 'UTF-16' : marked === undefined ? 'an 8-bit encoding' : 'UTF-8';
  if (usable(declared) === undefined)
    problems.push({ code: 'encoding/unknown-encoding', values: { encoding: declared }, offset });
  else if (claimsWide(declared) !== wide || (marked === 'utf-8' && !/^utf-?8$/.test(declared)))
    problems.push({ code: 'encoding/mismatched-declaration', values: { declared, real }, offset });
  else if (!COMMON.has(declared))
    problems.push({ code: 'encoding/uncommon-encoding', values: { encoding: declared }, offset });
}

function claimsWide(declared: string): boolean {
  return /^(?:utf-16|iso-10646-ucs-2|csunicode|ucs-2)/.test(declared);
}

function markedEncoding([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : undefined;
}

/** By a `<`, `{` or `[` of two bytes, and a second character of two; one of four is UTF-32. */
function guessedEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0 && isFirst(b) && c === 0 && d !== 0) return 'utf-16be';
  return isFirst(a) && b === 0 && c !== 0 && d === 0 ? 'utf-16le' : undefined;
}

function isFirst(byte: number | undefined): boolean {
  return byte === 0x3c || byte === 0x7b || byte === 0x5b;
}

/** The name, when this platform can decode it. */
function usable(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return new TextDecoder(name).encoding === 'replacement' ? undefined : name;
  } catch {
    return undefined;
  }
}

const ASCII = /^(?:us-)?ascii$/;

/**
 * `TextDecoder` takes Windows-1252 for ISO 8859-1 and ASCII, as browsers do; XML means what it says. And in some versions
 * of Node it takes ISO 8859-1 for all of them (nodejs/node#56542), so neither is left to it.
 */
function decodeWith(encoding: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  if (decoder.encoding !== 'windows-1252') return decoder.decode(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (!encoding.includes('1252')) return text;
  return text.replace(/[\x80-\x9F]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
}

/** The characters of Windows-1252 from 0x80 to 0x9F; five bytes stand for none, and stay controls (WHATWG Encoding). */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ';

/** Whether bytes had to be replaced; a real U+FFFD in the document is no loss. */
function isLossy(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return false;
  } catch {
    return true;
  }
}
