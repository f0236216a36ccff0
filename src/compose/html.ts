// In: plain text and parts of HTML. Out: HTML. The one place of compose/ that writes markup characters.
import { entityOf, namedEntities, type PlainText, type SafeHtml } from '../model/text.ts';

export function htmlText(text: PlainText): SafeHtml {
  return (/[&<>]/.test(text) ? text.replace(/[&<>]/g, entityOf) : text) as SafeHtml;
}

/** ` name="value"`, or nothing for `undefined`. */
export function htmlAttribute(name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  return ` ${name}="${typeof value === 'number' ? value : namedEntities(value)}"`;
}

/** Parts of HTML, each on a line of its own. */
export function joinHtml(parts: readonly string[]): SafeHtml {
  return parts.join('\n') as SafeHtml;
}
