// In: an entry. Out: its content as the text of an element, which RSS and Atom write alike.
import type { Entry } from '../model/feed-document.ts';
import { text } from './xml.ts';

// By far the longest text of an entry: what was escaped for one format, the other takes.
const waiting = new Map<Entry, string>();
/** Entries whose text waits at most: more than feeds usually have, and little memory. */
const WAITING = 200;

/** The content with its escapes; `undefined` for an entry without. */
export function contentText(entry: Entry): string | undefined {
  const { content } = entry;
  if (content === undefined) return undefined;
  const known = waiting.get(entry);
  if (known !== undefined) {
    waiting.delete(entry);
    return known;
  }
  const escaped = text(content);
  if (waiting.size < WAITING) waiting.set(entry, escaped);
  return escaped;
}
