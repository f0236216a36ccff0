// In: a namespace name. Out: the prefix by which the rules know it.
// Names are compared as the W3C validator does, so that a near miss is checked as what it was meant to be.

/** Namespace names that the rules know, with the prefix that everybody uses for each. */
const NAMESPACES = {
  'http://www.w3.org/2005/Atom': 'atom',
  'http://www.w3.org/2007/app': 'app',
  'http://www.w3.org/XML/1998/namespace': 'xml',
  'http://www.w3.org/2000/xmlns/': 'xmlns',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/Math/MathML': 'mathml',
  'http://www.w3.org/1999/xlink': 'xlink',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'http://www.w3.org/2000/01/rdf-schema#': 'rdfs',
  'http://purl.org/rss/1.0/': 'rss1',
  'http://my.netscape.com/rdf/simple/0.9/': 'rss090',
  'http://purl.org/net/rss1.1#': 'rss11',
  'http://purl.org/rss/1.0/modules/content/': 'content',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://purl.org/rss/1.0/modules/slash/': 'slash',
  'http://purl.org/rss/1.0/modules/syndication/': 'sy',
  'http://purl.org/syndication/thread/1.0': 'thr',
  'http://purl.org/rss/1.0/modules/threading/': 'thr',
  'http://purl.org/syndication/history/1.0': 'fh',
  'http://search.yahoo.com/mrss/': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'https://podcastindex.org/namespace/1.0': 'podcast',
  'https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md': 'podcast',
  'http://wellformedweb.org/CommentAPI/': 'wfw',
  'http://www.georss.org/georss': 'georss',
  'http://www.opengis.net/gml': 'gml',
  'http://www.w3.org/2003/01/geo/wgs84_pos#': 'geo',
  'http://geourl.org/rss/module/': 'geourl',
  'http://postneo.com/icbm': 'icbm',
  'http://web.resource.org/cc/': 'cc',
  'http://backend.userland.com/creativeCommonsRssModule': 'creativeCommons',
  'http://backend.userland.com/blogChannelModule': 'blogChannel',
  'http://madskills.com/public/xml/rss/module/trackback/': 'trackback',
  'http://webns.net/mvcb/': 'admin',
  'http://www.bloglines.com/about/specs/fac-1.0': 'access',
  'http://purl.org/rss/1.0/modules/aggregation/': 'ag',
  'http://purl.org/rss/1.0/modules/annotate/': 'annotate',
  'http://media.tangent.org/rss/1.0/': 'audio',
  'http://www.microsoft.com/schemas/rss/core/2005': 'cf',
  'http://purl.org/rss/1.0/modules/company': 'company',
  'http://conversationsnetwork.org/rssNamespace-1.0/': 'conversationsNetwork',
  'http://my.theinfo.org/changed/1.0/rss/': 'cp',
  'http://purl.org/rss/1.0/modules/email/': 'email',
  'http://purl.org/rss/1.0/modules/event/': 'ev',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://xmlns.com/foaf/0.1/': 'foaf',
  'http://base.google.com/ns/1.0': 'g',
  'http://purl.org/rss/1.0/modules/image/': 'image',
  'urn:atom-extension:indexing': 'indexing',
  'http://purl.org/rss/1.0/modules/link/': 'l',
  'http://a9.com/-/spec/opensearchrss/1.0/': 'opensearch10',
  'http://a9.com/-/spec/opensearch/1.1/': 'opensearch',
  'http://www.opml.org/spec2': 'opml',
  'http://purl.org/rss/1.0/modules/reference/': 'ref',
  'http://purl.org/rss/1.0/modules/richequiv/': 'reqv',
  'http://purl.org/rss/1.0/modules/rss091#': 'rss091',
  'http://purl.org/rss/1.0/modules/search/': 'search',
  'http://purl.org/rss/1.0/modules/servicestatus/': 'ss',
  'http://hacks.benhammersley.com/rss/streaming/': 'str',
  'http://purl.org/rss/1.0/modules/subscription/': 'sub',
  'http://feedsync.org/2007/feedsync': 'sx',
  'http://purl.org/rss/1.0/modules/taxonomy/': 'taxo',
  'http://purl.org/rss/1.0/modules/wiki/': 'wiki',
  'http://www.usemod.com/cgi-bin/mb.pl?ModWiki': 'wiki',
  'http://schemas.xmlsoap.org/soap/envelope/': 'soap',
  'http://openid.net/xmlns/1.0': 'openid',
  // What serializers of XML declare, used or not.
  'http://www.w3.org/2001/XMLSchema': 'xsd',
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
  // What large publishers and hosts write into every feed of theirs.
  'http://www.youtube.com/xml/schemas/2015': 'yt',
  'http://schemas.google.com/g/2005': 'gd',
  'http://schemas.google.com/blogger/2008': 'blogger',
  'http://www.google.com/schemas/play-podcasts/1.0': 'googleplay',
  'com-wordpress:feed-additions:1': 'wpcom',
  'http://www.discourse.org/': 'discourse',
  'http://webfeeds.org/rss/1.0': 'webfeeds',
  'http://podlove.org/simple-chapters': 'psc',
  'http://www.spotify.com/ns/rss': 'spotify',
  'http://www.rawvoice.com/rawvoiceRssModule/': 'rawvoice',
  'https://blubrry.com/developer/rawvoice-rss/': 'rawvoice',
  'https://anchor.fm/xmlns': 'anchor',
  'https://schema.acast.com/1.0/': 'acast',
  'https://omny.fm/rss-extensions': 'omny',
  'http://source.scripting.com/': 'source',
  'http://arxiv.org/schemas/atom': 'arxiv',
  'http://prismstandard.org/namespaces/basic/2.0/': 'prism',
  'http://www.nytimes.com/namespaces/rss/2.0': 'nyt',
  'urn:flickr:user': 'flickr',
  'urn:oasis:names:tc:emergency:cap:1.2': 'cap',
  'http://purl.org/atompub/tombstones/1.0': 'at',
} as const;

/** Prefixes whose vocabularies are open, or not described here: any element and attribute of theirs is taken. */
const OPEN: ReadonlySet<string> = new Set(
  'podcast svg mathml soap xlink openid yt gd blogger googleplay wpcom discourse webfeeds psc spotify rawvoice anchor acast omny source arxiv prism nyt flickr cap at xsd xsi'.split(
    ' ',
  ),
);

const byName: ReadonlyMap<string, string> = new Map(Object.entries(NAMESPACES));
const byNearName: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMESPACES).map(([name, prefix]) => [nearName(name), prefix]),
);
const nameByPrefix: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMESPACES)
    .reverse()
    .map(([name, prefix]) => [prefix, name]),
);

/** The usual prefix of a namespace, or of the one that it nearly is; `undefined` for an unknown one. */
export function prefixOf(namespace: string): string | undefined {
  return byName.get(namespace) ?? (namespace.length > MAX_NAME ? undefined : byNearName.get(nearName(namespace)));
}

/** No known name is nearly as long, and every element asks for its own anew. */
const MAX_NAME = 200;

/** Whether the name is one of the known ones, byte for byte. */
export function isExactNamespace(namespace: string): boolean {
  return byName.has(namespace);
}

export function namespaceOfPrefix(prefix: string): string | undefined {
  return nameByPrefix.get(prefix);
}

export function isOpenPrefix(prefix: string): boolean {
  return OPEN.has(prefix);
}

/** Lower case, without what is neither letter nor digit at the end. */
function nearName(namespace: string): string {
  return namespace.replace(/\W{1,20}$/, '').toLowerCase();
}
