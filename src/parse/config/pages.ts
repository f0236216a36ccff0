// The section `pages` of feedmill.yaml: the pages for people, and what else helps them to find and read feeds.
import * as v from 'valibot';
import { absoluteUrl } from '../../model/url.ts';
import { about, count, flag, record, section } from './values.ts';

/** Web readers that are offered unless others are named: name → address. */
export const READERS: Readonly<Record<string, string>> = {
  Feedly: 'https://feedly.com/i/subscription/feed%2F{url}',
  Inoreader: 'https://www.inoreader.com/?add_feed={url}',
  NewsBlur: 'https://www.newsblur.com/?url={url}',
  'The Old Reader': 'https://theoldreader.com/feeds/subscribe?url={url}',
  Feedbin: 'https://feedbin.com/?subscribe={url}',
};

const reader = v.pipe(
  v.string('it is not an address'),
  v.check(
    (given) => given.split('{url}').length === 2 && absoluteUrl(given.replace('{url}', '')) !== undefined,
    'it is not an absolute http or https address that holds {url} once',
  ),
);

export const pagesSection = v.pipe(
  section({
    accent: v.optional(
      v.pipe(
        v.string('it is not a colour such as "#b0430c"'),
        v.regex(/^#[\da-fA-F]{6}$/, 'it is not a colour such as "#b0430c"'),
        about('The colour of links and buttons; made darker or lighter where it would be hard to read.'),
      ),
      '#b0430c',
    ),
    entries: v.optional(count("Entries that a feed's page shows at most.", 1), 20),
    readers: v.optional(
      v.pipe(
        record(v.string(), reader),
        about(
          `Web readers to subscribe with: name → address, where \`{url}\` stands for the feed's; absent = ${Object.keys(READERS).join(', ')}; \`{}\` = none.`,
        ),
      ),
    ),
    remotePictures: v.optional(
      flag("Whether pages show the entries' pictures and the site's icon and logo, which lie elsewhere."),
      true,
    ),
    xmlStylesheet: v.optional(
      flag(
        'Whether RSS and Atom name a CSS stylesheet, so that a browser shows a readable page where they are served as `text/xml` (by `publish.headers`); of their own media types it shows or saves the source.',
      ),
      false,
    ),
    wellKnown: v.optional(
      v.pipe(
        section({
          feeds: v.optional(flag('Whether `.well-known/feeds` is written: the subscription list once more.'), false),
          feedMenu: v.optional(
            flag('Whether `.well-known/feed-menu.json` is written (Internet-Draft “Feed Menus”).'),
            false,
          ),
        }),
        about('Where programs look for feeds; it works when `feeds.baseUrl` is the root of a host.'),
      ),
      {},
    ),
  }),
  about('The pages for people.'),
);
