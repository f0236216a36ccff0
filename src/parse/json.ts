// In: a text that is to be JSON. Out: the mapping that it is, or its first mistake, as V8 tells it. RFC 8259.

/** The mapping that a JSON text is; `undefined` for any other text. */
export function jsonMapping(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A mapping of texts; `undefined` for anything else. */
export function mappingOfTexts(value: unknown): Readonly<Record<string, string>> | undefined {
  const entries = isMapping(value) ? Object.entries(value) : undefined;
  if (entries === undefined || entries.some(([, text]) => typeof text !== 'string')) return undefined;
  return Object.fromEntries(entries) as Record<string, string>;
}

export interface JsonMistake {
  /** A sentence that quotes nothing of the text. */
  readonly problem: string;
  readonly at: number;
}

/** The first mistake in a text; `undefined` when it is JSON. */
export function mistakeInJson(json: string): JsonMistake | undefined {
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: sentence(error.message), at: placeOf(json, error.message) };
  }
}

// V8 does not always say the place. Up to it, the text could go on to be JSON; behind it, nothing can mend it.
function placeOf(json: string, message: string): number {
  const stated = statedPlace(message);
  if (stated !== undefined) return stated;
  let [good, bad] = [0, json.length];
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (canGoOn(json.slice(0, middle))) good = middle;
    else bad = middle - 1;
  }
  return Math.max(0, Math.min(good, json.length - 1));
}

function canGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return /Unexpected end|Unterminated/.test(message) || (statedPlace(message) ?? -1) >= beginning.length;
  }
}

function statedPlace(message: string): number | undefined {
  const stated = /position (\d+)/.exec(message)?.[1];
  return stated === undefined ? undefined : Number(stated);
}

// V8 quotes the text around the place, which may hold what must not be shown.
function sentence(message: string): string {
  return message
    .replace(/, ?\.{0,3}".*$/s, '')
    .replace(/ (?:in JSON )?at position.*$/s, '')
    .replace(/\.?$/, '.');
}
