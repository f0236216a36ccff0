// The keys of feedmill.yaml: shape, meaning, default. One table; the settings, docs/config.md and the JSON Schema come from it.
// The front door of valibot.
import * as v from 'valibot';
import { FORMATS, type FormatName } from '../../model/format.ts';
import { OUR_WORDS } from '../../model/settings.ts';
import { folderUrl, hostOf, takesPaths } from '../../model/url.ts';
import { isPermalink, PERMALINK_NAMES } from '../address.ts';
import { isTimeZone } from '../date.ts';
import { FIELD_NAMES, MAPPABLE_NAMES } from '../field-names.ts';
import { isEmail } from '../people.ts';
import { pagesSection } from './pages.ts';
import {
  about,
  address,
  count,
  EVERY_FILE,
  flag,
  globs,
  isGlob,
  language,
  languages,
  names,
  oneOrMore,
  record,
  section,
  template,
  text,
  textThat,
} from './values.ts';

const FORMAT_NAMES: readonly FormatName[] = FORMATS.map(({ name }) => name);

/** A custom feed's slug is part of an address and of a path, so it is held to the plainest characters. */
const slug = (meaning: string) =>
  v.pipe(
    v.string('it is not a text'),
    v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'it may hold a-z, 0-9 and single hyphens only'),
    about(meaning),
  );

/** Each of them once, however often it was named. */
function each<T>(given: readonly T[]): T[] {
  return [...new Set(given)];
}

const author = section({
  name: text('Who answers for the site.'),
  url: v.optional(address('Their page.')),
  email: v.optional(
    textThat(
      isEmail,
      'it is not an e-mail address',
      'Published in RSS and Atom; leave it out if you do not want it to be.',
    ),
  ),
});

const where = section({
  topics: v.optional(names('Articles with any of these topics.'), []),
  providers: v.optional(names('Articles of any of these hosts.'), []),
  type: v.optional(names('Articles of any of these types.'), []),
  category: v.optional(names('Articles of any of these categories.'), []),
  language: v.optional(languages('Articles in any of these languages; `en` takes `en-GB` too.'), []),
  minQuality: v.optional(v.pipe(v.number('it is not a number'), about('Articles with at least this `quality`.'))),
  minHeat: v.optional(v.pipe(v.number('it is not a number'), about('Articles with at least this `heat`.'))),
});

const custom = section({
  slug: slug('Its address: `feeds/{slug}/`. Never change it.'),
  title: text('Its title.'),
  description: v.optional(text('Its description.')),
  where: v.optional(v.pipe(where, about('What an article must have; all that is named must hold.')), {}),
  order: v.optional(
    v.pipe(v.picklist(['newest', 'heat'], 'it is neither newest nor heat'), about('Newest first, or hottest first.')),
    'newest',
  ),
  limit: v.optional(count('Entries at most; 0 = all; absent = `feeds.limit`.', 0)),
});

const choice = (kind: string, parts: readonly string[], title: string, description: string) => ({
  include: v.optional(names(`Only these ${kind} get a feed; empty = all.`), []),
  exclude: v.optional(names(`These ${kind} get none.`), []),
  minEntries: v.optional(count('A feed with fewer entries is not begun; one that was published stays.', 1), 1),
  title: v.optional(template("Template of the feeds' titles.", parts), title),
  description: v.optional(template("Template of the feeds' descriptions.", parts), description),
});

/** Headers that belong to the transfer and not to the file; a rule that sets one would make servers lie. */
const UNSETTABLE =
  /^(?:connection|content-encoding|content-length|content-md5|date|etag|host|keep-alive|last-modified|set-cookie|trailer|transfer-encoding|upgrade|vary)$/i;

const headerRule = section({
  match: textThat(isGlob, 'it is not a glob pattern', 'Which files of `out/`, by glob.'),
  set: v.pipe(
    record(
      v.pipe(
        v.string(),
        v.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'a key of it is no header'),
        v.check((name) => !UNSETTABLE.test(name), 'a key of it belongs to the server, not to the file'),
      ),
      v.pipe(
        v.string('it is not a text'),
        v.regex(/^(?:[!-~](?:[ -~]*[!-~])?)?$/, 'it may hold plain ASCII characters on one line only'),
      ),
    ),
    about('Header → value; an empty value takes the header away.'),
  ),
});

const identifier = (meaning: string) =>
  v.pipe(
    v.string('it is not a text'),
    v.regex(/^[\w-]+$/, 'it may hold letters, digits, _ and - only'),
    about(meaning),
  );

const purge = section({
  cloudflare: v.optional(
    v.pipe(
      section({ zone: identifier("The zone's id.") }),
      about('Cloudflare; the token is read from `CLOUDFLARE_API_TOKEN`.'),
    ),
  ),
  cloudfront: v.optional(
    v.pipe(
      section({ distribution: identifier("The distribution's id.") }),
      about('CloudFront; with the AWS credentials.'),
    ),
  ),
  fastly: v.optional(
    v.pipe(
      section({ service: identifier("The service's id.") }),
      about('Fastly, by surrogate key; the token is read from `FASTLY_API_TOKEN`.'),
    ),
  ),
  varnish: v.optional(
    v.pipe(
      section({
        url: oneOrMore(
          address(''),
          'it is not an absolute http or https address without user and password, or a list of them',
          'Where each Varnish takes `PURGE` requests.',
        ),
      }),
      about('Varnish.'),
    ),
  ),
});

export const configSchema = section({
  site: v.pipe(
    section({
      id: v.optional(
        v.pipe(
          v.string('it is not a text'),
          about(
            'What every id begins with, for ever: a tag URI such as `tag:example.org,2026:news`. `feedmill init` writes one.',
          ),
        ),
      ),
      title: text("The site's name."),
      description: v.optional(text('One sentence about the site.')),
      url: address("The site's home page."),
      language: v.optional(language('The language of the site and of articles that name none (BCP 47).')),
      author: v.optional(v.pipe(author, about('Who answers for the site; the site itself when absent.'))),
      copyright: v.optional(text('The rights line.')),
      icon: v.optional(address('A small square picture.')),
      logo: v.optional(address('A larger picture; RSS shows it when it is a jpg, gif or png.')),
    }),
    about('The site that the feeds are of.'),
  ),
  feeds: v.pipe(
    section({
      baseUrl: v.pipe(
        address('Where `out/` will be served, without query and fragment; a final slash is added.'),
        v.check(takesPaths, 'it has a query or a fragment (? or #), and paths are put behind it; leave that out'),
        v.transform((url) => folderUrl(url) ?? url),
      ),
      limit: v.optional(count('Entries in a feed at most; 0 = all.', 0), 50),
      formats: v.optional(
        v.pipe(
          v.array(v.picklist(FORMAT_NAMES, `it is none of ${FORMAT_NAMES.join(', ')}`), 'it is not a list'),
          v.minLength(1, 'it is empty'),
          v.transform(each),
          about('Which formats are written.'),
        ),
        [...FORMAT_NAMES],
      ),
      topics: v.optional(
        v.pipe(
          section({
            ...choice('topics', ['name', 'site'], '{name} · {site}', OUR_WORDS.topicDescription),
            names: v.optional(v.pipe(record(v.string(), text('')), about('Topic → the name that its feed shows.')), {}),
          }),
          about('The feed of each topic.'),
        ),
        {},
      ),
      providers: v.optional(
        v.pipe(
          section(choice('hosts', ['name', 'site', 'host'], '{name} · {site}', OUR_WORDS.providerDescription)),
          about('The feed of each provider.'),
        ),
        {},
      ),
      related: v.optional(
        v.pipe(
          section({
            inEntries: v.optional(flag('Whether entries carry their related items, as links and as a list.'), true),
            asEntries: v.optional(
              flag("Whether related items are entries of their own in their providers' feeds."),
              true,
            ),
            heading: v.optional(text('What stands above the list.'), OUR_WORDS.relatedHeading),
          }),
          about('What becomes of related items.'),
        ),
        {},
      ),
      custom: v.optional(
        v.pipe(
          v.array(custom, 'it is not a list of feeds'),
          v.check(
            (feeds) => new Set(feeds.map((feed) => feed.slug)).size === feeds.length,
            'two feeds have the same slug',
          ),
          about('Further feeds of your own making, under `feeds/`.'),
        ),
        [],
      ),
      rebroadcast: v.optional(
        v.pipe(
          section({
            maxEntries: v.optional(count('This many old entries may become new at once.', 0), 25),
            maxShare: v.optional(
              v.pipe(
                v.number('it is not a number'),
                v.minValue(0, 'it is less than 0'),
                v.maxValue(1, 'it is more than 1'),
                about('Or this share of the entries that subscribers know, whichever is more.'),
              ),
              0.1,
            ),
          }),
          about('When a build stops because it would show old entries as new (`--rebroadcast` lets it).'),
        ),
        {},
      ),
      hubs: v.optional(
        v.pipe(
          v.array(address('A hub.'), 'it is not a list of addresses'),
          v.transform(each),
          about('WebSub hubs that are told of news.'),
        ),
        [],
      ),
      ttlMinutes: v.optional(
        count('Minutes that a reader may wait between visits; no longer than articles really take to come.', 1),
      ),
    }),
    about('The feeds that are made.'),
  ),
  content: v.optional(
    v.pipe(
      section({
        dir: v.optional(
          v.pipe(
            v.string('it is not a path'),
            v.minLength(1, 'it is empty'),
            about('The folder of articles, relative to this file.'),
          ),
          'content',
        ),
        include: v.optional(globs('Which files below it are articles, by glob; `posts/` is all below that folder.'), [
          EVERY_FILE,
        ]),
        exclude: v.optional(globs('Which of them are not, by glob; `drafts/` is all below that folder.'), []),
        fields: v.optional(
          v.pipe(
            record(v.picklist(MAPPABLE_NAMES, `a key of it is none of ${FIELD_NAMES.join(', ')}`), names('')),
            about(
              'Our field → the key or keys that hold it in your articles, tried before the built-in ones. A dot reaches into a mapping: `cover.image`.',
            ),
          ),
          {},
        ),
        permalink: v.optional(
          v.pipe(
            template(
              'The address of an article that names none; its parts: docs/formats.md, Addresses.',
              PERMALINK_NAMES,
            ),
            v.check(isPermalink, 'no http or https address comes of it'),
            v.check(
              (given) => !/\{site\.url\}[^/?#]/.test(given),
              'it has no slash behind {site.url}, which stands without one',
            ),
            v.check(
              (given) => /\{(?:path|lowerPath|slug)\}/.test(given),
              'it holds none of {path}, {lowerPath} and {slug}, and all articles would have one address',
            ),
          ),
          '{site.url}/{path}/',
        ),
        timeZone: v.optional(
          textThat(
            isTimeZone,
            'it is not a time zone such as Europe/Madrid',
            'The zone of dates that name none (IANA).',
          ),
          'UTC',
        ),
      }),
      about('The articles that are read.'),
    ),
    {},
  ),
  pages: v.optional(pagesSection, {}),
  publish: v.optional(
    v.pipe(
      section({
        to: v.optional(
          v.pipe(
            v.string('it is not an address'),
            v.regex(/^(?:s3|file):\/\//, 'it begins with neither s3:// nor file://'),
            about('Where `feedmill publish` goes without `--to`: `s3://bucket/prefix` or `file:///folder`.'),
          ),
        ),
        endpoint: v.optional(address('The S3 server, when it is not Amazon.')),
        region: v.optional(identifier('The region of the bucket.')),
        maxDeletes: v.optional(
          count('Deletions that one run may make; absent = a quarter of what is there, between 20 and 256.', 0),
        ),
        headers: v.optional(
          v.pipe(
            v.array(headerRule, 'it is not a list of rules'),
            about(
              'Headers that files are served with, by rule; later rules win over earlier ones and over the defaults.',
            ),
          ),
          [],
        ),
        purge: v.optional(v.pipe(purge, about('Shared caches that are told which addresses changed.')), {}),
      }),
      about('Where the feeds go, and how they are served.'),
    ),
    {},
  ),
});

/** The configuration as checked, defaults filled in. */
export type Config = v.InferOutput<typeof configSchema>;

/** A provider as configuration names it, in the form of a provider's key. */
export function hostName(name: string): string {
  return hostOf(name) ?? name.toLowerCase();
}
