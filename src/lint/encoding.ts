// In: the bytes of a document. Out: its text, and what is wrong with its encoding.
// XML 1.0 §4.3.3 and appendix F: byte order mark, then the XML declaration, then UTF-8.
import type { LintCode } from '../diagnostics/catalogue/lint.ts';
import type { Values } from '../diagnostics/rules.ts';

export interface Decoded {
  readonly text: string;
  /** Lower case; `utf-8` unless the document said another. */
  readonly encoding: string;
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
const COMMON = new Set([
  'utf-8',
  'utf8',
  'utf-16',
  'us-ascii',
  'ascii',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-7',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'koi8-r',
  'euc-jp',
  'shift_jis',
  'gb2312',
  'gb18030',
  'big5',
  'euc-kr',
]);

const DECLARATION =
  /^<\?xml\s{1,100}version\s{0,100}=\s{0,100}["'][^"']{0,100}["']\s{1,100}encoding\s{0,100}=\s{0,100}["']([^"']{0,100})["']/;

/** Decodes a document as an XML processor would; never throws. */
export function decode(bytes: Uint8Array): Decoded {
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
      values: { declared: 'nothing', real: 'UTF-16' },
      offset: 0,
    });
  // Whoever declares UTF-16 in ASCII has not got it.
  const claimed = declared !== undefined && claimsWide(declared) ? undefined : usable(declared);
  const encoding = guessed ?? claimed ?? 'utf-8';
  const text = decodeWith(encoding, bytes);
  const ascii = ASCII.test(encoding);
  const lossy = ascii ? bytes.some((byte) => byte > 0x7f) : isLossy(encoding, bytes);
  const broken = lossy ? text.search(ascii ? /[^\0-\x7F]/ : /\uFFFD/) : -1;
  if (broken >= 0) problems.push({ code: 'encoding/invalid-bytes', values: { encoding }, offset: broken });
  return { text, encoding: encoding.startsWith('utf-16') ? 'utf-16' : (declared ?? 'utf-8'), problems };
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

function guessedEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0 && b === 0x3c && c === 0 && d === 0x3f) return 'utf-16be';
  return a === 0x3c && b === 0 && c === 0x3f && d === 0 ? 'utf-16le' : undefined;
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

const LATIN_1 = /^(?:iso-8859-1|iso8859-1|latin-?1|l1)$/;
const ASCII = /^(?:us-)?ascii$/;

/** `TextDecoder` takes Windows-1252 for ISO 8859-1 and ASCII, as browsers do; XML means what it says. */
function decodeWith(encoding: string, bytes: Uint8Array): string {
  if (LATIN_1.test(encoding)) return decodeLatin1(bytes);
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function decodeLatin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

/** Whether bytes had to be replaced; a real U+FFFD in the document is no loss. */
function isLossy(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return false;
  } catch {
    return true;
  }
}
