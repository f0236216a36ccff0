// In: a string. Out: the same as JSON, as `JSON.stringify` writes it in a list.

/** Without quote, backslash, controls, and surrogates, of which a lone one is escaped. */
const STANDS_AS_IT_IS = /^[ !#-[\]-\uD7FF\uE000-\uFFFF]*$/;

/** A JSON string with its quotes. `JSON.stringify` looks at every character for several times as long. */
export function jsonString(text: string): string {
  return STANDS_AS_IT_IS.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** The same for what may be missing, which a list has as `null`. */
export function jsonWord(text: string | undefined): string {
  return text === undefined ? 'null' : jsonString(text);
}
