// RFC 5005: feeds in pages and archives.
import { attributeValue, type Element, hasChild } from './document.ts';
import { attributePlace, type ChildTable, type Context, empty, many, placeOf } from './model.ts';

export const paging: ChildTable = {
  'fh:archive': many(empty('extension', {})),
  'fh:complete': many(empty('extension', {})),
};

const RELATIONS = new Set(['current', 'first', 'last', 'next', 'next-archive', 'prev-archive', 'previous']);

export function isPagingRelation(relation: string): boolean {
  return RELATIONS.has(relation);
}

/** What the links of a feed say together with fh:archive and fh:complete. */
export function checkPaging(feed: Element, context: Context): void {
  const links = feed.children.filter(({ key }) => key === 'atom:link');
  const relations = new Set(links.map((link) => attributeValue(link, 'rel') ?? 'alternate'));
  const complete = hasChild(feed, 'fh:complete');
  const selves = links
    .filter((link) => attributeValue(link, 'rel') === 'self')
    .map((link) => attributeValue(link, 'href') ?? '');
  const here = (link: Element | undefined) => {
    const href = link === undefined ? undefined : attributeValue(link, 'href');
    return href !== undefined && (selves.includes(href) || href === context.address);
  };
  for (const link of links) {
    const rel = link.attributes.find(({ key }) => key === 'rel');
    if (rel === undefined || !RELATIONS.has(rel.value) || !complete) continue;
    if (rel.value !== 'current' || (selves.length > 0 && !here(link)))
      context.report('paging/relation-in-complete-feed', { text: rel.value }, attributePlace(link, rel));
  }
  for (const [edge, beyond] of [
    ['first', 'previous'],
    ['last', 'next'],
  ] as const) {
    const link = links.find((one) => attributeValue(one, 'rel') === edge);
    if (here(link) && relations.has(beyond))
      context.report('paging/past-the-end', { here: edge, text: beyond }, placeOf(link ?? feed));
  }
  if (!hasChild(feed, 'fh:archive') || complete) return;
  if (!relations.has('prev-archive') && !relations.has('next-archive'))
    context.report('paging/incomplete-archive', {}, placeOf(feed));
  if (!relations.has('current')) context.report('paging/missing-current', {}, placeOf(feed));
}
