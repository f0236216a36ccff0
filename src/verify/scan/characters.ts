// In: UTF-16 code units. Out: what XML 1.0 (fifth edition) lets each of them be.
// One table for ASCII, ranges for the rest; the scanner asks it for every character of a document.

const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const EXCLAMATION = 0x21;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const AMPERSAND = 0x26;
export const APOSTROPHE = 0x27;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const LESS_THAN = 0x3c;
export const EQUALS = 0x3d;
export const GREATER_THAN = 0x3e;
export const QUESTION = 0x3f;
export const LEFT_BRACKET = 0x5b;
export const RIGHT_BRACKET = 0x5d;
export const BYTE_ORDER_MARK = 0xfeff;

/** Bits of `asciiClass`. Plain = means nothing there but itself. */
export const NAME_START = 1;
const NAME = 2;
export const PLAIN_IN_TEXT = 4;
export const PLAIN_IN_VALUE = 8;
const ALLOWED = 16;

/** What each ASCII character may be. Built once from the productions below. */
export const asciiClass: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, code) => classOf(code));

function classOf(code: number): number {
  const character = String.fromCharCode(code);
  const white = /[\t\n\r ]/.test(character);
  let bits = 0;
  if (/[A-Z_a-z:]/.test(character)) bits |= NAME_START; // [4]
  if (/[-.0-9A-Z_a-z:]/.test(character)) bits |= NAME; // [4a]
  if (code >= 0x20 || white) bits |= ALLOWED; // [2]
  if ((bits & ALLOWED) !== 0 && !/[<&\]\r]/.test(character)) bits |= PLAIN_IN_TEXT; // [14]
  if ((bits & ALLOWED) !== 0 && !/[<&\t\n\r]/.test(character)) bits |= PLAIN_IN_VALUE; // [10]
  return bits;
}

/** White space, XML 1.0 §2.3. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === LINE_FEED || code === TAB || code === CARRIAGE_RETURN;
}

/**
 * Whether a text holds neither a forbidden character (XML 1.0 §2.2) nor a carriage return nor `]]>`. A regular expression
 * of one class tells in a third of the time that a loop over the characters takes.
 */
export function isPlain(text: string): boolean {
  if (text.includes(']]>')) return false;
  UNUSUAL.lastIndex = 0;
  while (UNUSUAL.test(text)) {
    const at = UNUSUAL.lastIndex - 1;
    if (!isPair(text.charCodeAt(at), text.charCodeAt(at + 1))) return false;
    UNUSUAL.lastIndex = at + 2;
  }
  return true;
}

const UNUSUAL = /[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/g;

/** How many code units the allowed character at `at` takes, 1 or 2; 0 when XML 1.0 §2.2 forbids it. */
export function allowedWidth(text: string, at: number): 0 | 1 | 2 {
  const code = text.charCodeAt(at);
  if (code < 0x80) return ((asciiClass[code] ?? 0) & ALLOWED) === 0 ? 0 : 1;
  if (code < 0xd800) return 1;
  if (code > 0xdfff) return code >= 0xfffe ? 0 : 1;
  return isPair(code, text.charCodeAt(at + 1)) ? 2 : 0;
}

/** Whether a numeric reference may stand for this code point (XML 1.0 §4.1, Legal Character). */
export function isAllowedCodePoint(code: number): boolean {
  if (code < 0x20) return code === TAB || code === LINE_FEED || code === CARRIAGE_RETURN;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code < 0x110000);
}

/** The end of the Name (XML 1.0 §2.3) that begins at `at`; `at` itself when none does. */
export function endOfName(text: string, at: number): number {
  let end = at + nameWidth(text, at, NAME_START);
  if (end === at) return at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code < 0x80) {
      if (((asciiClass[code] ?? 0) & NAME) === 0) return end;
      end++;
      continue;
    }
    const width = nameWidth(text, end, NAME);
    if (width === 0) return end;
    end += width;
  }
}

/** How many code units the name character at `at` takes; 0 when it is none, or the text ends there. */
export function nameWidth(text: string, at: number, role: typeof NAME_START | typeof NAME): 0 | 1 | 2 {
  const code = text.charCodeAt(at);
  if (code < 0x80) return ((asciiClass[code] ?? 0) & role) === 0 ? 0 : 1;
  if (isWideNameStart(code) || (role === NAME && isWideNameOnly(code))) return 1;
  // U+10000 to U+EFFFF: the high surrogate is at most U+DB7F.
  return code >= 0xd800 && code <= 0xdb7f && isPair(code, text.charCodeAt(at + 1)) ? 2 : 0;
}

function isWideNameStart(code: number): boolean {
  if (code < 0x2000) {
    return code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && code !== 0x37e && !(code >= 0x300 && code <= 0x36f);
  }
  return (
    code === 0x200c ||
    code === 0x200d ||
    (code >= 0x2070 && code <= 0x218f) ||
    (code >= 0x2c00 && code <= 0x2fef) ||
    (code >= 0x3001 && code <= 0xd7ff) ||
    (code >= 0xf900 && code <= 0xfdcf) ||
    (code >= 0xfdf0 && code <= 0xfffd)
  );
}

function isWideNameOnly(code: number): boolean {
  return code === 0xb7 || (code >= 0x300 && code <= 0x36f) || code === 0x203f || code === 0x2040;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
