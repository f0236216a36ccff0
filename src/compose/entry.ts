// In: an Article, or one related item of it. Out: an Entry, ready for all three formats.
import type { Author, Category } from 'feed';
import type { Article, Picture, Provider, RelatedItem } from '../model/article.ts';
import type { Entry, EntryDetails, RelatedLink } from '../model/feed-document.ts';
import { type Instant, toDate } from '../model/instant.ts';
import type { Settings, Site } from '../model/settings.ts';
import { type PlainText, plainText, type SafeHtml } from '../model/text.ts';
import { type AbsoluteUrl, absoluteUrl, pageKey } from '../model/url.ts';
import { composeContent } from './content.ts';

// Entries and their authors all have the same members in the same order, `undefined` where there is nothing: what renders
// and verifies them then never meets another shape, and V8 compiles it once.

/** What every entry of a build is composed with. */
export interface EntryContext {
  readonly settings: Settings;
  /** Pages that may not be linked to. */
  readonly withheldPages: ReadonlySet<string>;
}

/** What subscribers know an entry by, and when they last saw it change. */
export interface EntryIdentity {
  /** The article's own id, unless the ledger knows it by another; a related item's page key likewise. */
  readonly id: string;
  /** The last significant change: the input's, or what the ledger remembers, or the publication. */
  readonly updated: Instant;
}

/** What an entry is composed of. */
type Composed = Omit<
  Article,
  'id' | 'path' | 'excerpt' | 'updated' | 'pictures' | 'bodyHash' | 'category' | 'quality' | 'heat' | 'withheld'
> & { readonly pictures: readonly Picture[] };

/** Composes an article's entry. `article`: an `Article`, or the part of one that shows. */
export function composeEntry(
  article: Composed,
  { id, updated }: EntryIdentity,
  { settings, withheldPages }: EntryContext,
): Entry {
  const { feeds, site } = settings;
  const related = feeds.related.inEntries ? relatedLinks(article, withheldPages) : [];
  const content = composeContent(article, article.pictures[0], related, feeds.related.heading);
  const home = article.provider && homeOf(article.provider);
  return {
    id,
    link: article.permalink,
    title: article.title,
    description: article.summary,
    content: content as SafeHtml,
    published: toDate(article.published),
    date: toDate(updated),
    author: authorsOf(article, home, site),
    category: categoriesOf(article.topics, site),
    details: {
      canonicalUrl: article.canonicalUrl,
      language: article.language,
      pictures: article.pictures,
      media: article.media,
      related,
      source: article.provider && sourceOf(article.provider, home),
      type: article.type,
      ampUrl: article.ampUrl,
    },
  };
}

/** A related item as an entry of its own, in its provider's feed. `undefined` when it lacks what an entry needs. */
export function composeRelatedEntry(
  { url, title, summary, published, provider, pictures, type, ampUrl }: RelatedItem,
  identity: EntryIdentity,
  context: EntryContext,
): Entry | undefined {
  if (title === undefined || published === undefined) return undefined;
  const article: Composed = {
    permalink: url,
    canonicalUrl: undefined,
    title,
    summary: summary ?? title,
    featured: undefined,
    body: undefined,
    published,
    authors: [],
    provider,
    topics: [],
    pictures,
    media: [],
    related: [],
    language: undefined,
    type,
    ampUrl,
  };
  return composeEntry(article, identity, context);
}

/** The site as its feeds' and its own articles' author. */
export function siteAuthor({ author, title, url }: Site): NamedAuthor {
  if (author === undefined) return authorWith(title, url, undefined, undefined);
  return authorWith(author.name, author.url ?? url, author.email, undefined);
}

/** Each page once, and none that is withheld or the article itself. */
function relatedLinks(article: Composed, withheldPages: ReadonlySet<string>): readonly RelatedLink[] {
  if (article.related.length === 0) return [];
  const seen = new Set<string>();
  seen.add(pageKey(article.permalink));
  if (article.canonicalUrl !== undefined) seen.add(pageKey(article.canonicalUrl));
  const links: RelatedLink[] = [];
  for (const { url, title, summary, published, provider, pictures } of article.related) {
    const page = pageKey(url);
    if (seen.has(page) || withheldPages.has(page)) continue;
    seen.add(page);
    links.push({
      url,
      title,
      summary,
      published: published === undefined ? undefined : toDate(published),
      provider: { name: provider.name, host: provider.host },
      picture: pictures[0],
    });
  }
  return links;
}

function authorsOf({ authors, provider }: Composed, home: AbsoluteUrl | undefined, site: Site): NamedAuthor[] {
  if (authors.length === 0) return [provider === undefined ? siteAuthor(site) : providerAsAuthor(provider, home)];
  return authors.map(({ name, url, email }) => authorWith(name, url, email, undefined));
}

function providerAsAuthor({ name, logo }: Provider, home: AbsoluteUrl | undefined): NamedAuthor {
  return authorWith(name, home, undefined, logo?.url);
}

type NamedAuthor = Author & { name: string };

/** What is `undefined` counts as absent. */
function authorWith(
  name: string,
  link: string | undefined,
  email: string | undefined,
  avatar: string | undefined,
): NamedAuthor {
  return { name, link, email, avatar } as NamedAuthor;
}

function sourceOf({ name }: Provider, home: AbsoluteUrl | undefined): EntryDetails['source'] {
  return home && { name, url: home };
}

function homeOf({ host }: Provider): AbsoluteUrl | undefined {
  return absoluteUrl(`https://${host}/`);
}

function categoriesOf(topics: readonly PlainText[], site: Site): Category[] {
  if (topics.length === 0) return [];
  const scheme = plainText(`${site.id}/topics`);
  return topics.map((topic) => ({ name: topic, term: topic, scheme }));
}
