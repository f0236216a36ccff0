// In: plain text. Out: HTML that shows it, for RSS, whose descriptions are HTML to readers.
import { lazyPackage } from '../model/lazy-package.ts';

const entities = lazyPackage<typeof import('entities/decode')>('entities/decode');

const REFERENCE = /&(?:#|[a-z])[a-z\d]*;?/gi;
const TAG = /<(?=[a-z/!?])/gi;

/**
 * Escapes what HTML would take for markup, and no more: who shows a description as it is shall see few escapes. Of `&` only
 * those that begin a character reference; of `<` those that begin a tag, and each before a `>`, as some readers take out
 * whatever stands between the two. Characters that XML forbids have to be gone: without them another tag may begin.
 */
export function htmlOfPlain(text: string): string {
  const html = text.replace(REFERENCE, (mark) =>
    entities().decodeHTML(mark) === mark ? mark : `&amp;${mark.slice(1)}`,
  );
  return html.replace(html.includes('>') ? /</g : TAG, '&lt;');
}
