// In: a link of Atom. Out: its relation, by the name that IANA registered (RFC 4287 §4.2.7.2).
import { wordSet } from '../model/text.ts';
import { attributeValue, type Element } from './document.ts';

/** Relations of the IANA registry that mean something for feeds and their entries. */
export const RELATIONS = wordSet(`
  alternate current describedby edit edit-media enclosure first hub last license next next-archive payment
  prev-archive previous related replies search self service up via
`);
const IANA = 'http://www.iana.org/assignments/relation/';

/** The relation of a link, as its registered name where it has one. */
export function relationOf(link: Element): string {
  return relationNamed(attributeValue(link, 'rel') ?? 'alternate');
}

/** What `rel` names: a registered name may be written as a whole address. */
export function relationNamed(rel: string): string {
  return rel.startsWith(IANA) ? rel.slice(IANA.length) : rel;
}

const PAGING = new Set(['current', 'first', 'last', 'next', 'next-archive', 'prev-archive', 'previous']);

/** RFC 5005. */
export function isPagingRelation(relation: string): boolean {
  return PAGING.has(relation);
}
