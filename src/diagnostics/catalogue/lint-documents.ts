// Findings of `check` about the HTML inside feeds, about JSON Feed and OPML documents, and about single consumers.
import { rule } from '../rule.ts';
import { structureOf } from './lint-structure.ts';
import type { ValueAt } from './lint-values.ts';
import { shown } from './lint-xml.ts';

export interface InHtml {
  readonly place: string;
  readonly what: string;
}

export const lintHtmlRules = {
  'html/unknown-element': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} holds <${what}>, which HTML does not know.`,
    why: 'Readers drop it or show it as text.',
    fix: 'Use elements of HTML; escape what is no tag.',
    spec: 'HTML Living Standard',
  }),
  'html/broken-markup': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} is broken: ${what}.`,
    why: 'Readers mend it differently; an unclosed tag can swallow the rest of the page.',
    fix: 'Close the tags in order and quote attributes.',
    spec: 'HTML Living Standard',
  }),
  'html/risky-element': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} holds <${what}>, which readers remove.`,
    why: 'It could run code or load pages, so careful readers drop it, some the whole entry.',
    fix: 'Write the content without it; link to the page instead.',
  }),
  'html/risky-attribute': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} holds the attribute ${what}, which readers remove.`,
    why: 'It could run code, or means nothing outside the page.',
    fix: 'Remove it.',
  }),
  'html/risky-style': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} is styled with ${shown(what)}, which readers remove.`,
    why: 'Styles can cover or imitate parts of the reader.',
    fix: 'Remove the style.',
  }),
  'html/relative-reference': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} refers to ${shown(what)}, which is relative.`,
    why: 'Readers resolve it against different addresses, or not at all.',
    fix: 'Write the address in full.',
    spec: 'RSS Best Practices Profile, description',
  }),
} as const;

export const lintJsonFeedRules = {
  'json-feed/invalid-json': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `This is no JSON: ${problem}.`,
    why: 'Readers show nothing of it.',
    fix: 'Write it with a JSON library; commas, quotes and brackets have to be exact.',
    spec: 'RFC 8259',
  }),
  'json-feed/duplicate-key': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} is given twice.`,
    why: 'Some readers take the first, others the last.',
    fix: 'Keep one of them.',
    spec: 'RFC 8259 §4',
  }),
  'json-feed/byte-order-mark': rule({
    severity: 'error',
    title: (_: object) => 'The document begins with a byte order mark.',
    why: 'JSON must not begin with one, and many parsers stop there.',
    fix: 'Save it as UTF-8 without BOM.',
    spec: 'RFC 8259 §8.1',
  }),
  'json-feed/missing-key': rule({
    severity: 'error',
    title: ({ place, key }: { place: string; key: string }) => `${place} has no ${key}.`,
    why: 'The specification requires it, and readers count on it.',
    fix: 'Add it.',
    spec: 'JSON Feed 1.1',
  }),
  'json-feed/missing-recommended': rule({
    severity: 'warning',
    title: ({ place, key }: { place: string; key: string }) => `${place} has no ${key}.`,
    why: 'The specification recommends it strongly for feeds on the public web.',
    fix: 'Add it.',
    spec: 'JSON Feed 1.1',
  }),
  'json-feed/invalid-type': rule({
    severity: 'error',
    title: ({ place, expected }: { place: string; expected: string }) => `${place} must be ${expected}.`,
    why: 'Readers expect that type; strict ones refuse the whole feed.',
    fix: 'Write the value in that type.',
    spec: 'JSON Feed 1.1',
  }),
  'json-feed/empty-value': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} is empty.`,
    why: 'Readers show nothing, or something that they make up.',
    fix: 'Fill it or leave the key out.',
    spec: 'JSON Feed 1.1',
  }),
  'json-feed/unknown-version': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `There is no JSON Feed version ${shown(text)}.`,
    why: 'Readers know the format by this address.',
    fix: 'Write https://jsonfeed.org/version/1.1.',
    spec: 'JSON Feed 1.1 version',
  }),
  'json-feed/numeric-id': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} is a number, but an id is a string.`,
    why: 'The specification lets readers turn it into a string, and not all do.',
    fix: 'Write it in quotes.',
    spec: 'JSON Feed 1.1 Items',
  }),
  'json-feed/missing-content': rule({
    severity: 'error',
    title: ({ place }: { place: string }) => `${place} has neither content_html nor content_text.`,
    why: 'One of them must be there; readers have nothing to show.',
    fix: 'Add content_html or content_text.',
    spec: 'JSON Feed 1.1 Items',
  }),
  'json-feed/duplicate-id': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is the id of another item too: ${shown(text)}.`,
    why: 'Readers show one of the two only.',
    fix: 'Give each item its own id, for ever.',
    spec: 'JSON Feed 1.1 Items',
  }),
  'json-feed/invalid-date': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no RFC 3339 date: ${shown(text)}.`,
    why: 'Readers sort by dates; an unreadable one counts as now, as 1970, or not at all.',
    fix: 'Write it as 2022-07-04T07:55:00Z.',
    spec: 'RFC 3339 §5.6',
  }),
  'json-feed/invalid-url': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no complete address: ${shown(text)}.`,
    why: 'Readers cannot follow it.',
    fix: 'Write the address in full, with https://.',
    spec: 'JSON Feed 1.1',
  }),
  'json-feed/empty-author': rule({
    severity: 'error',
    title: ({ place }: { place: string }) => `${place} has neither name, url nor avatar.`,
    why: 'An author object must have at least one of them.',
    fix: 'Add a name, or remove the author.',
    spec: 'JSON Feed 1.1 Authors',
  }),
  'json-feed/outdated-author': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} has author without authors.`,
    why: 'Version 1.1 replaced author by authors; new readers look for that.',
    fix: 'Add authors, an array; keep author for old readers if you like.',
    spec: 'JSON Feed 1.1 Authors',
  }),
  'json-feed/too-new-key': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} is a key of version 1.1, but the feed says 1.`,
    why: 'Readers of version 1 do not know it.',
    fix: 'Write https://jsonfeed.org/version/1.1.',
    spec: 'JSON Feed 1.1',
  }),
  'json-feed/unknown-key': rule({
    severity: 'warning',
    title: ({ place, nearest }: { place: string; nearest: string | undefined }) =>
      `${place} is no key of JSON Feed${nearest === undefined ? '' : `; was ${nearest} meant?`}`,
    why: 'Readers ignore it; later versions may give it another meaning.',
    fix: 'Correct the name; your own keys begin with an underscore.',
    spec: 'JSON Feed 1.1 Extensions',
  }),
  'json-feed/invalid-extension': rule({
    severity: 'warning',
    title: ({ place, problem }: { place: string; problem: string }) => `${place} ${problem}.`,
    why: 'Nobody can know what the extension means.',
    fix: 'Write an object whose about is the address of its description.',
    spec: 'JSON Feed 1.1 Extensions',
  }),
  'json-feed/html-in-text': rule({
    severity: 'warning',
    title: ({ place, markup }: { place: string; markup: string }) => `${place} is plain text but holds ${markup}.`,
    why: 'Readers show the code.',
    fix: 'Put HTML into content_html only.',
    spec: 'JSON Feed 1.1 Items',
  }),
  'json-feed/negative-number': rule({
    severity: 'error',
    title: ({ place }: { place: string }) => `${place} is negative.`,
    why: 'No file has such a size or length.',
    fix: 'Write the number, or leave it out.',
    spec: 'JSON Feed 1.1 Attachments',
  }),
  'json-feed/next-is-self': rule({
    severity: 'error',
    title: (_: object) => 'next_url equals feed_url.',
    why: 'Readers that follow go round in circles.',
    fix: 'Leave next_url out on the last page.',
    spec: 'JSON Feed 1.1 next_url',
  }),
  'json-feed/mismatched-feed-url': rule({
    severity: 'warning',
    title: ({ text, address }: { text: string; address: string }) =>
      `feed_url is ${shown(text)}, but the document was read from ${address}.`,
    why: 'Readers subscribe to the address that the document names.',
    fix: 'Name the address at which the feed is published.',
    spec: 'JSON Feed 1.1 feed_url',
  }),
  'json-feed/large-document': rule({
    severity: 'warning',
    title: ({ bytes, max }: { bytes: number; max: number }) =>
      `The feed has ${bytes} bytes; the specification advises ${max} at most.`,
    why: 'Readers fetch it again and again.',
    fix: 'Offer fewer items, and the rest with next_url.',
    spec: 'JSON Feed 1.1',
  }),
} as const;

export const lintOpmlRules = {
  ...structureOf('opml', 'OPML 2.0'),
  'opml/invalid-version': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `There is no OPML version ${shown(text)}.`,
    why: 'Programs choose their rules by it.',
    fix: 'Write version="2.0".',
    spec: 'OPML 2.0 What is <opml>?',
  }),
  'opml/misplaced-element': rule({
    severity: 'warning',
    title: ({ element, parent }: { element: string; parent: string }) => `<${element}> is unusual in <${parent}>.`,
    why: 'Programs do not look for it there.',
    fix: 'Remove it, or move it.',
  }),
  'opml/obsolete-root': rule({
    severity: 'warning',
    title: (_: object) => 'The root element is <outlineDocument>, which <opml> replaced.',
    why: 'Programs look for <opml>.',
    fix: 'Write <opml version="2.0">.',
    spec: 'OPML 2.0',
  }),
  'opml/missing-xml-url': rule({
    severity: 'error',
    title: (_: object) => 'An outline of type rss has no xmlUrl.',
    why: 'There is nothing to subscribe to.',
    fix: 'Add xmlUrl with the address of the feed.',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/missing-url': rule({
    severity: 'warning',
    title: ({ type }: { type: string }) => `An outline of type ${type} has no url.`,
    why: 'There is nothing to open.',
    fix: 'Add url.',
    spec: 'OPML 2.0 Inclusion',
  }),
  'opml/missing-title': rule({
    severity: 'warning',
    title: (_: object) => 'An outline of type rss has no title.',
    why: 'Older programs show title, not text.',
    fix: 'Repeat text as title.',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/missing-type': rule({
    severity: 'warning',
    title: ({ attribute }: { attribute: string }) => `An outline has ${attribute}, but no type.`,
    why: 'Programs decide by the type what the outline is.',
    fix: 'Add type="rss".',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/unknown-outline-version': rule({
    severity: 'warning',
    title: ({ text }: { text: string }) =>
      `The version of a feed is RSS, RSS1, RSS2, ATOM or scriptingNews: ${shown(text)}.`,
    why: 'Programs ignore others.',
    fix: 'Write one of these, or leave it out.',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/invalid-expansion-state': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `expansionState is a list of line numbers with commas: ${shown(text)}.`,
    why: 'Outliners show everything collapsed.',
    fix: 'Write numbers with commas between, or leave it out.',
    spec: 'OPML 2.0 What is a <head>?',
  }),
} as const;

export const lintProfileRules = {
  'profile/msn-title-length': rule({
    severity: 'warning',
    title: ({ length, min, max }: { length: number; min: number; max: number }) =>
      `The title has ${length} characters; MSN takes ${min} to ${max}.`,
    why: 'MSN may remove the article.',
    fix: 'Write a title within the limits.',
    spec: 'MSN feed item metadata requirements, Title',
  }),
  'profile/msn-missing': rule({
    severity: 'warning',
    title: ({ what }: { what: string }) => `The entry has no ${what}, which MSN requires.`,
    why: 'MSN does not ingest the article.',
    fix: 'Add it.',
    spec: 'MSN feed item metadata requirements, Articles',
  }),
  'profile/msn-age': rule({
    severity: 'warning',
    title: ({ days, max }: { days: number; max: number }) => `The entry is ${days} days old; MSN takes ${max} at most.`,
    why: 'MSN does not ingest the article.',
    fix: 'Leave old entries out of this feed.',
    spec: 'MSN feed item metadata requirements, Published date',
  }),
  'profile/msn-small-picture': rule({
    severity: 'warning',
    title: ({ width, height, min }: { width: number; height: number; min: number }) =>
      `The picture is ${width} × ${height}; MSN asks for ${min} pixels in width or height.`,
    why: 'The article is not promoted with it.',
    fix: 'Offer a larger picture.',
    spec: 'MSN feed specifications, Image Size',
  }),
  'profile/msn-not-https': rule({
    severity: 'warning',
    title: ({ text }: { text: string }) => `${shown(text)} is not https.`,
    why: 'MSN takes https only.',
    fix: 'Serve it over https.',
    spec: 'MSN feed specifications',
  }),
  'profile/flipboard-few-items': rule({
    severity: 'warning',
    title: ({ count, min }: { count: number; min: number }) =>
      `The feed has ${count} entries; Flipboard asks for ${min}.`,
    why: 'Flipboard does not feature the feed.',
    fix: 'Offer more entries.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/flipboard-short-description': rule({
    severity: 'warning',
    title: ({ length, min }: { length: number; min: number }) =>
      `The text has ${length} characters; Flipboard asks for ${min}.`,
    why: 'The story looks empty there.',
    fix: 'Offer the full text, or a longer summary.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/flipboard-missing-picture': rule({
    severity: 'warning',
    title: (_: object) => 'The entry has no picture; Flipboard asks for one.',
    why: 'The story is not featured.',
    fix: 'Add an img, an enclosure or media:content.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/flipboard-small-picture': rule({
    severity: 'warning',
    title: ({ width, height, min }: { width: number; height: number; min: number }) =>
      `The picture is ${width} × ${height}; Flipboard asks for ${min} pixels at least.`,
    why: 'Flipboard leaves it out.',
    fix: 'Offer a larger picture.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/apple-missing': rule({
    severity: 'warning',
    title: ({ what }: { what: string }) => `There is no ${what}, which Apple Podcasts requires.`,
    why: 'Apple refuses the show or the episode.',
    fix: 'Add it.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'profile/apple-long-description': rule({
    severity: 'warning',
    title: ({ bytes, max }: { bytes: number; max: number }) =>
      `The description has ${bytes} bytes; Apple takes ${max}.`,
    why: 'Apple cuts it.',
    fix: 'Shorten it.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'profile/bots-long-title': rule({
    severity: 'warning',
    title: ({ length, max }: { length: number; max: number }) =>
      `The title has ${length} characters; chat bots show ${max}.`,
    why: 'Discord, Slack and others cut or refuse the message.',
    fix: 'Shorten the title.',
    spec: 'Discord embed limits',
  }),
  'profile/bots-missing': rule({
    severity: 'warning',
    title: ({ what }: { what: string }) => `The entry has no ${what}, by which chat bots tell new entries from old.`,
    why: 'Bots post the entry again, or never.',
    fix: 'Add it.',
  }),
} as const;
