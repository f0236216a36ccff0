// In: a value of the input. Out: what a sentence may show of it.

/** A value inside a sentence: one line, at most 60 characters, in typographic quotes. */
export function quoted(text: string): string {
  return inQuotes(withoutSecrets(text.replace(/\s+/g, ' ').trim()));
}

/** The same of a feed, where white space around a value may be what is wrong, and nothing is a secret. */
export function shown(text: string): string {
  return inQuotes(text.slice(0, 200).replace(/\s+/g, ' '));
}

function inQuotes(line: string): string {
  return `“${line.length > 60 ? `${line.slice(0, 59).replace(/[\uD800-\uDBFF]$/, '')}…` : line}”`;
}

/** The name of a key inside a sentence: as it is, unless it is none. */
export function named(key: string): string {
  return /^[\p{L}\p{M}\p{N}\p{Pc}.$@[\] -]{1,60}$/u.test(key) && withoutSecrets(key) === key ? key : quoted(key);
}

/**
 * Keys, tokens and ciphertext have one shape: a long run of letters of both cases and digits. Broken files bring them to
 * places where nobody looks for them, so they become dots wherever they are; addresses stay, without user and password.
 */
export function withoutSecrets(text: string): string {
  return withoutRuns(text.includes('@') ? text.replace(USER, dots) : text);
}

/** Of an address what stands before its host, where a password may hold what no password may. Longer ones are none. */
const USER = /(?<=\/\/)(?:[^\s/?#"'<>:@]{0,300}:[^\s"'<>]{1,300}|[^\s/?#"'<>]{1,300})(?=@)/g;

function dots(text: string): string {
  return text.replace(/./g, '•');
}

function withoutRuns(text: string): string {
  if (!holdsLongRun(text)) return text;
  return text.replace(/https?:\/\/[^\s"'<>;]+|[A-Za-z\d+/]{16,}={0,2}/g, (run) =>
    /^https?:/.test(run) || !/[A-Z]/.test(run) || !/[a-z]/.test(run) || !/[\d+/=]/.test(run) ? run : dots(run),
  );
}

// Looks at every sixteenth character, and back from there: prose is passed in leaps.
function holdsLongRun(text: string): boolean {
  let start = 0;
  while (start + LONG <= text.length) {
    let at = start + LONG - 1;
    while (at >= start && isRunCode(text.charCodeAt(at))) at--;
    if (at < start) return true;
    start = at + 1;
  }
  return false;
}

const LONG = 16;

// A letter, a digit, `+` or `/`.
function isRunCode(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x2f && code <= 0x39) || code === 0x2b;
}
