// In: plain text and parts of HTML. Out: HTML. The one place of compose/ that writes markup characters.
import type { PlainText, SafeHtml } from '../model/text.ts';

export function htmlText(text: PlainText): SafeHtml {
  return (/[&<>]/.test(text) ? text.replace(/[&<>]/g, escaped) : text) as SafeHtml;
}

/** ` name="value"`, or nothing for `undefined`. */
export function htmlAttribute(name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  const isPlain = typeof value === 'number' || !/[&<>"]/.test(value);
  return ` ${name}="${isPlain ? value : value.replace(/[&<>"]/g, escaped)}"`;
}

function escaped(character: string): string {
  return ESCAPES[character] ?? '';
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Parts of HTML, each on a line of its own. */
export function joinHtml(parts: readonly string[]): SafeHtml {
  return parts.join('\n') as SafeHtml;
}
