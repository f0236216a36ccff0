// RFC 5005: feeds in pages and archives; and WebSub, which goes by links of a feed, too.
import { attributeOf, attributeValue, type Element, hasChild } from '../document.ts';
import { attributePlace, type ChildTable, type Context, empty, many, placeOf } from '../model.ts';
import { isPagingRelation, relationOf } from '../relations.ts';

export const paging: ChildTable = {
  'fh:archive': many(empty('extension', {})),
  'fh:complete': many(empty('extension', {})),
};

/** What the links of a feed say together with fh:archive and fh:complete. */
export function checkPaging(feed: Element, context: Context): void {
  const links = feed.children.filter(({ key }) => key === 'atom:link');
  const relations = new Set(links.map(relationOf));
  const complete = hasChild(feed, 'fh:complete');
  const selves = new Set(
    links.filter((link) => relationOf(link) === 'self').map((link) => attributeValue(link, 'href') ?? ''),
  );
  const [, other] = selves;
  if (relations.has('hub') && other !== undefined)
    context.report(
      'atom/several-self-links',
      {},
      placeOf(links.find((link) => attributeValue(link, 'href') === other) ?? feed),
    );
  const here = (link: Element | undefined) => {
    const href = link === undefined ? undefined : attributeValue(link, 'href');
    return href !== undefined && (selves.has(href) || context.addresses.includes(href));
  };
  for (const link of links) {
    const rel = attributeOf(link, 'rel');
    const relation = relationOf(link);
    if (rel === undefined || !isPagingRelation(relation) || !complete) continue;
    if (relation !== 'current' || (selves.size > 0 && !here(link)))
      context.report('paging/relation-in-complete-feed', { text: relation }, attributePlace(link, rel));
  }
  for (const link of links)
    if (/^(?:next|previous|(?:next|prev)-archive)$/.test(relationOf(link)) && here(link))
      context.report('paging/leads-to-itself', { text: relationOf(link) }, placeOf(link));
  for (const [edge, beyond] of [
    ['first', 'previous'],
    ['last', 'next'],
  ] as const) {
    const link = links.find((one) => relationOf(one) === edge);
    if (here(link) && relations.has(beyond))
      context.report('paging/past-the-end', { here: edge, text: beyond }, placeOf(link ?? feed));
  }
  const isArchive = hasChild(feed, 'fh:archive') || relations.has('next-archive');
  if (!isArchive || complete) return;
  if (!relations.has('prev-archive') && !relations.has('next-archive'))
    context.report('paging/incomplete-archive', {}, placeOf(feed));
  if (!relations.has('current')) context.report('paging/missing-current', {}, placeOf(feed));
}
