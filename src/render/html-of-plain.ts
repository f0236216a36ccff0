// In: plain text. Out: HTML that shows it, for RSS, whose descriptions are HTML to readers.
import { lazyPackage } from '../model/lazy-package.ts';

const entities = lazyPackage<typeof import('entities/decode')>('entities/decode');

const MAY_BE_MARKUP = /<|&(?:#|[a-z])[a-z\d]*;?/gi;

/**
 * Escapes what HTML would take for markup, and no more: who shows a description as it is shall see few escapes. Every `<`, as
 * some readers take out whatever stands between two of `<>`; of `&` only those that begin a character reference.
 */
export function htmlOfPlain(text: string): string {
  return text.replace(MAY_BE_MARKUP, (mark) => {
    if (mark === '<') return '&lt;';
    return entities().decodeHTML(mark) === mark ? mark : `&amp;${mark.slice(1)}`;
  });
}
