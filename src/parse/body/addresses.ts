// In: addresses as they stand in a body. Out: absolute ones that a feed may carry, or none.
import type { Element } from 'hast';
import { type AbsoluteUrl, absoluteUrl } from '../../model/url.ts';
import { aliasIn } from '../reader.ts';
import { type Removed, tally } from './removed.ts';

const ADDRESSES = ['href', 'src', 'cite'] as const;

/** Makes an element's addresses absolute; counts and leaves out those that cannot be. `movesPictures` as for `parseBody`. */
export function resolveAddresses(node: Element, page: AbsoluteUrl, movesPictures: boolean, removed: Removed): void {
  for (const name of ADDRESSES) {
    const value = node.properties[name];
    if (value === undefined || value === null) continue;
    // Browsers take line breaks and tabs out of addresses, wherever they stand.
    const text = String(value).replace(/[\t\n\r]/g, '');
    if (name === 'href' && /^(?:mailto|tel):[^\s<>]+$/i.test(text)) continue;
    const isElsewhere = name === 'href' ? isSourceFile(text, page) : movesPictures && isPlace(text);
    const url = isElsewhere ? undefined : usableUrl(text, page);
    if (url === undefined) {
      delete node.properties[name];
      tally(removed.addresses, name, node);
    } else node.properties[name] = url;
  }
}

/** Whether an address begins at the place where it stands. */
function isPlace(address: string): boolean {
  return /^(?![a-z][a-z\d+.-]*:|[/\\?#])/i.test(address.trim());
}

// Another article's file, from one whose page is none: only its site generator knows what page that is.
function isSourceFile(address: string, page: AbsoluteUrl): boolean {
  return /^(?![a-z][a-z\d+.-]*:|\/\/)/i.test(address) && MARKDOWN_FILE.test(address) && !MARKDOWN_FILE.test(page);
}

const MARKDOWN_FILE = /^[^?#]*\.(?:md|mdx|markdown)(?:[?#]|$)/i;

/** The absolute address; `undefined` when there is none, or only its site generator knows it. */
export function usableUrl(text: string, page: AbsoluteUrl): AbsoluteUrl | undefined {
  return holdsInstruction(text) ? undefined : absoluteUrl(text, page);
}

// Template code in an address, as it is written and as Markdown makes it: only its site generator knows what page that is.
// Of an address that begins with it, quotes inside may have cut off the end.
function holdsInstruction(address: string): boolean {
  if (aliasIn(address) !== undefined) return true;
  const at = address.search(/(?:\{|%7B)(?:\{|%7B|%)/i);
  return at >= 0 && (address.slice(0, at).trim() === '' || /(?:\}|%7D|%)(?:\}|%7D)/i.test(address.slice(at)));
}
