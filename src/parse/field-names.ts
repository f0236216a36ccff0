// Which keys of the input mean what. The built-in names cover the dialect of the seed and those of site generators and of
// editors' systems; content.fields puts further ones before them.
import { wordSet } from '../model/text.ts';
import type { MapField } from './field.ts';

/** Our field → the input's keys, in the order they are tried. */
export const FIELD_KEYS = {
  // WordPress answers with what it shows of each text; before the keys that hold it.
  title: ['title.rendered', 'title', 'headline'],
  summary: ['excerpt.rendered', 'excerpt', 'description', 'summary', 'custom_excerpt'],
  body: ['body', 'content.rendered', 'content', 'html'],
  featured: ['featuredContent'],
  published: [
    'publishedDateTime',
    // Before `date`, which Hugo has beside it: an article waits for this one. To Hugo capitals are all one.
    'publishDate',
    'publishdate',
    'PublishDate',
    // Before `date`, which WordPress has in the zone of its site.
    'date_gmt',
    // Material for MkDocs, in a mapping.
    'date.created',
    'date',
    'pubDate',
    'publishedDate',
    'datePublished',
    'publishedAt',
    'published_at',
    'pubDatetime',
  ],
  updated: [
    'updatedDateTime',
    'updated',
    'lastmod',
    'updatedDate',
    'last_modified_at',
    'modified_gmt',
    'dateModified',
    'modified',
    'updatedAt',
    'updated_at',
    'modDatetime',
    'date.updated',
  ],
  link: ['webUrl', 'url', 'permalink', 'link'],
  canonicalUrl: ['originalUrl', 'canonicalUrl', 'canonicalURL', 'canonical_url', 'canonical'],
  slug: ['slug'],
  topics: ['topics'],
  tags: ['categories', 'category', 'tags', 'tag', 'keywords', 'taxonomies.categories', 'taxonomies.tags'],
  author: ['authors', 'author'],
  provider: ['provider', 'publisher'],
  images: [
    'images',
    'image',
    'heroImage',
    'ogImage',
    'featured_image',
    'cover',
    'thumbnail',
    'feature_image',
    'featuredImage',
    'cover_image',
    'urlToImage',
  ],
  related: ['related'],
  language: ['lang', 'language', 'locale'],
  type: ['type'],
  category: ['category'],
  ampUrl: ['ampWebUrl', 'cdnAmpWebUrl'],
  quality: ['quality'],
  heat: ['heat'],
  publish: ['published', 'publish', 'isPublished', 'is_published', 'public', 'Published', 'Publish', 'dg-publish'],
  draft: ['draft', 'Draft', 'DRAFT', 'isDraft', 'is_draft'],
  status: ['status', 'post_status', 'Status'],
  visibility: ['visibility', 'audience', 'Visibility'],
  unlisted: [
    'unlisted',
    'eleventyExcludeFromCollections',
    'private',
    'isPrivate',
    'is_private',
    'Private',
    'headless',
    'email_only',
    // Jekyll's and Hexo's lists, and themes of Hugo and Eleventy, by what they say of feeds.
    'hidden',
    'hiddenInRss',
    'hiddenFromFeed',
    'disable_feed',
    'exclude_from_feed',
    'excludeFromFeed',
    // Qiita's command passes the article over.
    'ignorePublish',
  ],
  removed: ['removed', 'deleted', 'isDeleted', 'is_deleted'],
} as const;

export type FieldName = keyof typeof FIELD_KEYS;

export const FIELD_NAMES = Object.keys(FIELD_KEYS) as readonly FieldName[];

/** When Hugo takes an article back. Not followed: of all dates, that of publication alone decides what stays out. */
export const EXPIRY_KEYS = ['expiryDate', 'expirydate', 'unpublishDate', 'unpublishdate'] as const;

/** What a reader has to know. Read for whether there is one; it is no key that is read otherwise, so that no frame shows it. */
export const PASSWORD_KEYS = ['password', 'post_password'] as const;

/** Whether Hugo writes a page, and whether it lists it; whether Zola writes one. */
export const BUILD_KEYS = ['build.render', 'build.list', '_build.render', '_build.list', 'render'] as const;

/** The top-level keys of these. */
export const BUILDING: ReadonlySet<string> = new Set(BUILD_KEYS.map(topLevel));

/** Whether VuePress, and themes of others, take an article into feeds and lists. Each may say something else than yes or no. */
export const FEED_KEYS = ['feed', 'rss', 'article', 'listed'] as const;

/**
 * Keys that are known to mean nothing here: the seed's own, and switches of site generators. No finding for them,
 * and nothing of them is published.
 */
const PASSED_OVER: ReadonlySet<string> = new Set([
  ...wordSet(`
    secured highlight sourceUrl isCached layout weight aliases menu toc showToc ShowToc TocOpen series comments math
    featured pin sitemap robots noindex eleventyNavigation eleventyComputed excerpt_separator redirect_from order
    nav_order id outputs markup cascade params linkTitle isCJKLanguage subtitle hashtags classes header toc_sticky
    image_alt imageAlt heroAlt alt paginate pagination
  `),
  // Gatsby's, of which parse/address.ts knows.
  'path',
  // Zola's.
  ...wordSet('extra in_search_index template'),
  ...EXPIRY_KEYS,
  ...PASSWORD_KEYS,
  ...BUILDING,
  ...FEED_KEYS,
]);

/** The names under which a site's articles hold each field. */
export interface KeyNames {
  readonly keys: Readonly<Record<FieldName, readonly string[]>>;
  /** The top-level keys that hold any of these fields. */
  topLevelOf(...fields: readonly FieldName[]): ReadonlySet<string>;
  /** Those that few articles have, and that may keep one in: for some readers only, in no list, without a page. */
  readonly restricting: ReadonlySet<string>;
  /** Whether a top-level key is one that Feedmill reads. */
  isRead(key: string): boolean;
  /** Whether a top-level key is known to mean nothing. */
  isPassedOver(key: string): boolean;
  readonly all: readonly string[];
}

/** The names that content.fields may map: our fields, and the usual keys that stand for them (`date`, `description`, `tags` …). */
export const MAPPABLE_NAMES: readonly string[] = [...new Set([...FIELD_NAMES, ...Object.values(FIELD_KEYS).flat()])];

/** The names of `content.fields`, each with the keys that hold it, before the built-in ones. A name that is no field counts for nothing. */
export function keyNames(mapped: ReadonlyMap<string, readonly string[]>): KeyNames {
  const own = new Map<FieldName, readonly string[]>();
  for (const [name, keys] of mapped) {
    const field = fieldNamed(name);
    if (field !== undefined) own.set(field, [...(own.get(field) ?? []), ...keys]);
  }
  const pairs = FIELD_NAMES.map((field) => [field, [...(own.get(field) ?? []), ...FIELD_KEYS[field]]]);
  const keys: KeyNames['keys'] = Object.fromEntries(pairs);
  // A literal key with dots wins over a path through mappings.
  const topLevelOf: KeyNames['topLevelOf'] = (...fields) =>
    new Set(fields.flatMap((field) => keys[field]).flatMap((key) => [key, topLevel(key)]));
  const read = topLevelOf(...FIELD_NAMES);
  return {
    keys,
    // `content` may say that it is protected.
    restricting: new Set([
      ...topLevelOf('unlisted', 'visibility'),
      ...PASSWORD_KEYS,
      ...BUILDING,
      ...FEED_KEYS,
      'content',
    ]),
    topLevelOf,
    isRead: (key) => read.has(key),
    isPassedOver: (key) => PASSED_OVER.has(key),
    all: [...read],
  };
}

/** The key in which a path through mappings begins. */
function topLevel(key: string): string {
  return key.split('.', 1)[0] ?? key;
}

/** Our field for a name of content.fields: itself, or the field that has it among its keys. */
function fieldNamed(name: string): FieldName | undefined {
  return (
    FIELD_NAMES.find((field) => field === name) ??
    FIELD_NAMES.find((field) => FIELD_KEYS[field].some((key) => key === name))
  );
}

/** The top-level keys of an article that mean nothing to anyone. */
export function unknownKeys(fields: MapField, names: KeyNames): readonly string[] {
  return [...fields.entries.keys()].filter((key) => !names.isRead(key) && !names.isPassedOver(key));
}
