// Namespace prefixes → names, byte-exact (RULES 5). A document declares those that it uses, in this order.
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['atom', 'http://www.w3.org/2005/Atom'],
  ['content', 'http://purl.org/rss/1.0/modules/content/'],
  ['dc', 'http://purl.org/dc/elements/1.1/'],
  ['dcterms', 'http://purl.org/dc/terms/'],
  ['media', 'http://search.yahoo.com/mrss/'],
  ['fh', 'http://purl.org/syndication/history/1.0'],
  ['thr', 'http://purl.org/syndication/thread/1.0'],
  ['slash', 'http://purl.org/rss/1.0/modules/slash/'],
  ['sy', 'http://purl.org/rss/1.0/modules/syndication/'],
  ['wfw', 'http://wellformedweb.org/CommentAPI/'],
  ['itunes', 'http://www.itunes.com/dtds/podcast-1.0.dtd'],
  ['podcast', 'https://podcastindex.org/namespace/1.0'],
  ['googleplay', 'http://www.google.com/schemas/play-podcasts/1.0'],
  ['psc', 'http://podlove.org/simple-chapters'],
  ['spotify', 'http://www.spotify.com/ns/rss'],
  ['rawvoice', 'http://www.rawvoice.com/rawvoiceRssModule/'],
  ['georss', 'http://www.georss.org/georss'],
  ['gml', 'http://www.opengis.net/gml'],
  ['geo', 'http://www.w3.org/2003/01/geo/wgs84_pos#'],
  ['creativeCommons', 'http://backend.userland.com/creativeCommonsRssModule'],
  ['cc', 'http://web.resource.org/cc/'],
  ['webfeeds', 'http://webfeeds.org/rss/1.0'],
  ['xlink', 'http://www.w3.org/1999/xlink'],
]);

/** Declares the prefixes that were used. Throws a `TypeError` for one that nobody knows. */
export function declarations(prefixes: ReadonlySet<string>): string {
  for (const prefix of prefixes) {
    if (NAMESPACES.has(prefix)) continue;
    const known = [...NAMESPACES.keys()].join(', ');
    throw new TypeError(`No namespace is known for the prefix ${prefix}; known are ${known}`);
  }
  const used = [...NAMESPACES].filter(([prefix]) => prefixes.has(prefix));
  return used.map(([prefix, name]) => ` xmlns:${prefix}="${name}"`).join('');
}
