// JSON Feed 1.1 as a schema: which members there are, and of what kind. Members it does not name are let pass,
// but for those that begin with `_`: they are objects that say what they are about.
import * as v from 'valibot';

const text = v.optional(v.string());

const author = v.pipe(
  v.object({ name: text, url: text, avatar: text }),
  v.check(({ name, url, avatar }) => (name ?? url ?? avatar) !== undefined, 'an author has none of name, url, avatar'),
);

const attachment = v.object({
  url: v.string(),
  mime_type: v.string(),
  title: text,
  size_in_bytes: v.optional(v.number()),
  duration_in_seconds: v.optional(v.number()),
});

/** What Feedmill puts into an item beyond the format. */
const ownItem = v.object({
  about: v.string(),
  type: text,
  amp_url: text,
  related: v.optional(
    v.array(
      v.object({
        url: v.string(),
        title: text,
        summary: text,
        provider: v.object({ name: v.string(), domain: v.string() }),
        date_published: text,
        image: text,
      }),
    ),
  ),
});

const item = v.pipe(
  v.looseObject({
    id: v.string(),
    url: text,
    external_url: text,
    title: text,
    content_html: text,
    content_text: text,
    summary: text,
    image: text,
    banner_image: text,
    date_published: text,
    date_modified: text,
    authors: v.optional(v.array(author)),
    author: v.optional(author),
    tags: v.optional(v.array(v.string())),
    language: text,
    attachments: v.optional(v.array(attachment)),
    _feedmill: v.optional(ownItem),
  }),
  v.check((given) => (given.content_html ?? given.content_text) !== undefined, 'it has no content'),
  v.check((given) => saysWhatItIsAbout(given), 'a custom object has no about'),
);

const jsonFeedSchema = v.pipe(
  v.looseObject({
    version: v.literal('https://jsonfeed.org/version/1.1'),
    title: v.string(),
    home_page_url: text,
    feed_url: text,
    description: text,
    user_comment: text,
    next_url: text,
    icon: text,
    favicon: text,
    authors: v.optional(v.array(author)),
    author: v.optional(author),
    language: text,
    expired: v.optional(v.boolean()),
    hubs: v.optional(v.array(v.object({ type: v.string(), url: v.string() }))),
    items: v.array(item),
  }),
  v.check(({ next_url, feed_url }) => next_url === undefined || next_url !== feed_url, 'next_url is feed_url'),
  v.check((given) => saysWhatItIsAbout(given), 'a custom object has no about'),
);

export type JsonFeed = v.InferOutput<typeof jsonFeedSchema>;
export type JsonItem = JsonFeed['items'][number];

function saysWhatItIsAbout(record: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(record)
    .filter(([name]) => name.startsWith('_'))
    .every(([, value]) => typeof value === 'object' && value !== null && 'about' in value);
}

/** Checks a parsed document: the feed, or what is wrong with it and in which item. */
export function checkJsonFeed(
  document: unknown,
): { readonly feed: JsonFeed } | { readonly problem: string; readonly entry?: number } {
  const { success, output, issues } = v.safeParse(jsonFeedSchema, document, { abortEarly: true });
  if (success) return { feed: output };
  const [{ message, path = [] }] = issues;
  const place = path.map(({ key }) => String(key)).join('.');
  const [list, index] = path.map(({ key }) => key);
  const problem = place === '' ? message : `${place}: ${message}`;
  return list === 'items' && typeof index === 'number' ? { problem, entry: index } : { problem };
}
