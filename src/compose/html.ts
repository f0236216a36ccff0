// In: plain text and parts of HTML. Out: HTML. The one place of compose/ that writes markup characters.
import type { PlainText, SafeHtml } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';

export function htmlText(text: PlainText): SafeHtml {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? '') as SafeHtml;
}

/** A start tag's attributes, those with a value, in the order given. */
export function htmlTag(
  name: string,
  attributes: Readonly<Record<string, PlainText | AbsoluteUrl | string | number | undefined>>,
): SafeHtml {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${String(value).replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '')}"`);
  return `<${name}${written.join('')}${name === 'img' ? ' /' : ''}>` as SafeHtml;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function joinHtml(parts: readonly (SafeHtml | string)[], separator: string): SafeHtml {
  return parts.join(separator) as SafeHtml;
}
