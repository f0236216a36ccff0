// In: an entry. Out: its content as the text of an element, which RSS and Atom write alike.
import type { Entry } from '../model/feed-document.ts';
import { text } from './xml.ts';

// By far the longest text of an entry: what was escaped for one format, the other takes.
const known = new WeakMap<Entry, string>();

/** The content with its escapes; `undefined` for an entry without. */
export function contentText(entry: Entry): string | undefined {
  const { content } = entry;
  if (content === undefined) return undefined;
  let escaped = known.get(entry);
  if (escaped === undefined) {
    escaped = text(content);
    known.set(entry, escaped);
  }
  return escaped;
}
