// Findings about one article: its fields, its texts, its addresses, its body, its related items.
import { rule } from '../rule.ts';
import { counted } from '../shown.ts';
import { named, quoted } from './quoted.ts';

export interface Field {
  readonly field: string;
}

export const articleRules = {
  'article/missing-title': rule({
    severity: 'error',
    title: (_: object) => 'The article has no title.',
    why: 'Every format asks for a title, and readers list articles by it.',
    fix: 'Add a title, or map the key that holds it with content.fields.title. A file that is no article can be left out with content.exclude.',
    spec: 'RFC 4287 §4.2.14',
  }),
  'article/title-from-heading': rule({
    severity: 'info',
    title: ({ title }: { title: string }) => `No key holds a title; the heading of the text says ${quoted(title)}.`,
    why: 'Site generators take it for the title as well; it stands there alone, and no more in the text.',
    fix: 'There is nothing to mend; a title in the front matter counts more.',
  }),
  'article/missing-date': rule({
    severity: 'error',
    title: (_: object) => 'The article has no date of publication.',
    why: 'Feeds are ordered by date; an invented one would bring old articles up as new.',
    fix: 'Add publishedDateTime (or date), or map the key that holds it with content.fields.published. A file that is no article can be left out with content.exclude.',
    spec: 'RFC 4287 §4.2.9',
  }),
  'article/invalid-date': rule({
    severity: 'error',
    title: ({ field, text }: Field & { text: string }) => `The date in ${field} cannot be read: ${quoted(text)}.`,
    why: 'Feeds are ordered by date; an invented one would bring old articles up as new.',
    fix: 'Write it as 2026-03-01T08:00:00Z. Abbreviations such as BST and IST mean several zones; write an offset instead.',
    spec: 'RFC 3339 §5.6',
  }),
  'article/missing-utc-offset': rule({
    severity: 'info',
    title: ({ field, zone }: Field & { zone: string }) =>
      `The date in ${field} has no time zone; ${zone} was taken (content.timeZone).`,
    why: 'Readers in other zones would show the article hours early or late if that is wrong.',
    fix: 'Add Z or an offset, for example 2026-03-01T08:00:00Z.',
    spec: 'RFC 3339 §5.6',
  }),
  'article/date-from-file-name': rule({
    severity: 'info',
    title: ({ date }: { date: string }) => `No key holds a date; the file's name says ${date}.`,
    why: 'A name says the day at most, and articles of one day lose their order.',
    fix: 'Add publishedDateTime (or date).',
  }),
  'article/implausible-date': rule({
    severity: 'warning',
    title: ({ field, text }: Field & { text: string }) => `The date in ${field} lies before 1990: ${quoted(text)}.`,
    why: 'Validators and readers take such dates for mistakes.',
    fix: 'Write the date on which the article was published.',
  }),
  'article/ignored-update': rule({
    severity: 'warning',
    title: ({ field, reason }: Field & { reason: string }) => `The date in ${field} ${reason}; it was ignored.`,
    why: 'Readers sort updates by this date and would hold the article for wrong.',
    fix: 'Write the instant of the last significant change, or remove the key.',
    spec: 'RFC 4287 §4.2.15',
  }),
  'article/ignored-expiry': rule({
    severity: 'warning',
    title: ({ field }: Field) => `The date in ${field} is not followed; the article stays in the feeds.`,
    why: 'Hugo takes the article back at that date; here no article goes because time has passed.',
    fix: 'Write published: false when it is to go, and leave that key out.',
  }),
  'article/embargoed': rule({
    severity: 'info',
    title: ({ date }: { date: string }) =>
      `The article is dated ${date}, which is still to come; it stays out until then.`,
    why: 'Readers refuse or hide entries from the future.',
    fix: 'Nothing, if that is meant; else correct the date.',
  }),
  'article/missing-permalink': rule({
    severity: 'error',
    title: ({ fields }: { fields: string }) => `None of the article's addresses can be used (${fields}).`,
    why: 'An entry must lead somewhere, and a made-up address would lead nowhere.',
    fix: 'Give webUrl (or url) an absolute http or https address.',
    spec: 'RFC 4287 §4.2.7',
  }),
  'article/invalid-url': rule({
    severity: 'warning',
    title: ({ field, problem }: Field & { problem: string }) => `The address in ${field} ${problem}; it was left out.`,
    why: 'Only http and https addresses without user and password may reach a feed.',
    fix: 'Write an absolute address, for example https://example.org/page.',
    spec: 'RFC 3986',
  }),
  'article/encoded-url': rule({
    severity: 'info',
    title: ({ field }: Field) =>
      `The address in ${field} held characters that a URI may not hold; they were percent-encoded.`,
    why: 'Strict readers refuse such addresses.',
    fix: 'Write the address as a browser copies it.',
    spec: 'RFC 3986 §2',
  }),
  'article/address-not-used': rule({
    severity: 'info',
    title: ({ field, text }: Field & { text: string }) =>
      `${field} is no address (${quoted(text)}); another key counts, or content.permalink.`,
    why: 'Templates of site generators cannot be followed here.',
    fix: 'Set content.permalink to the form of your addresses.',
  }),
  'article/no-page': rule({
    severity: 'warning',
    title: ({ field }: Field) => `${field} is false, so no page is written for the article; it stays out.`,
    why: 'A made-up address would lead nowhere.',
    fix: 'Give it an address of its own (webUrl or url), or remove the key if there is a page.',
  }),
  'article/decoded-entity': rule({
    severity: 'info',
    title: ({ field, count }: Field & { count: number }) =>
      `${field} is plain text but held ${counted(count, 'HTML entity', 'HTML entities')}; decoded once.`,
    why: 'Left as they were, readers would show the code instead of the character.',
    fix: 'Write the character itself.',
  }),
  'article/folded-white-space': rule({
    severity: 'info',
    title: ({ field }: Field) =>
      `${field} held line breaks, tabs, runs of spaces or no-break spaces; each became one space.`,
    why: 'Readers fold them, each in its own way.',
    fix: 'Write single spaces.',
  }),
  'article/invalid-xml-character': rule({
    severity: 'warning',
    title: ({ field, count }: Field & { count: number }) =>
      `${field} held ${counted(count, 'character')} that XML forbids; removed.`,
    why: 'One of them makes a whole feed unreadable.',
    fix: 'Remove control characters and half surrogates from the text.',
    spec: 'XML 1.0 §2.2',
  }),
  'article/suspicious-character': rule({
    severity: 'warning',
    title: ({ field, character }: Field & { character: string }) =>
      `${field} holds ${character}, a trace of a wrong encoding.`,
    why: 'Readers will see a box or a question mark.',
    fix: 'Restore the text from its source.',
  }),
  'article/mojibake': rule({
    severity: 'warning',
    title: ({ field, text }: Field & { text: string }) =>
      `${field} looks as if it had been decoded wrongly: ${quoted(text)}.`,
    why: 'Readers will see the odd characters.',
    fix: 'Restore the text from its source; UTF-8 was read as Windows-1252.',
  }),
  'article/html-in-text': rule({
    severity: 'warning',
    title: ({ field, tag }: Field & { tag: string }) =>
      `${field} is plain text but holds ${tag}, which readers will show as it stands.`,
    why: 'Some readers take it for markup, others show the code.',
    fix: 'Remove the markup.',
  }),
  'article/invalid-value': rule({
    severity: 'warning',
    title: ({ field, expected }: Field & { expected: string }) => `${field} is not ${expected}; it was ignored.`,
    why: 'What it was meant to say is missing from the feeds.',
    fix: 'Correct the value.',
  }),
  'article/unclear-switch': rule({
    severity: 'error',
    title: ({ field }: Field) =>
      `${field} is neither true nor false, so whether the article may be published is unclear; it was left out.`,
    why: 'Publishing what was to stay out would be worse than waiting.',
    fix: 'Write true or false.',
  }),
  'article/unknown-key': rule({
    severity: 'info',
    title: ({ key, nearest }: { key: string; nearest: string | undefined }) =>
      nearest === undefined
        ? `The key ${named(key)} means nothing to Feedmill; neither key nor value is published.`
        : `The key ${named(key)} means nothing to Feedmill; was ${nearest} meant?`,
    why: 'A mistyped key loses what it says.',
    fix: 'Correct it, map it with content.fields, or leave it: it does no harm.',
  }),
  'article/missing-summary': rule({
    severity: 'warning',
    title: (_: object) => 'The article has neither excerpt nor body; its title stands in.',
    why: 'Readers show the same line twice.',
    fix: 'Add an excerpt.',
    spec: 'RFC 4287 §4.1.1.1',
  }),
  'article/placeholder-summary': rule({
    severity: 'warning',
    title: ({ field, text }: Field & { text: string }) => `${field} looks like a placeholder: ${quoted(text)}.`,
    why: 'Readers show it under the title.',
    fix: 'Write an excerpt, or remove the key.',
  }),
  'article/unnamed-provider': rule({
    severity: 'warning',
    title: ({ field, text }: Field & { text: string }) =>
      `${field} names no host: ${quoted(text)}; the article counts as the site's own.`,
    why: "The article is missing from its provider's feed.",
    fix: "Write the publisher's domain, for example example.org.",
  }),
  'article/provider-domain-with-path': rule({
    severity: 'info',
    title: ({ field, host }: Field & { host: string }) =>
      `${field} holds more than a domain; the host ${host} was taken.`,
    why: 'Feeds are made for hosts; a path would make one for a single article.',
    fix: 'Write the domain alone.',
  }),
  'article/unknown-picture-type': rule({
    severity: 'info',
    title: ({ field, given }: Field & { readonly given: string }) =>
      `${field} gives a media type that does not exist (${given}); the real one was taken.`,
    why: 'Readers that go by the type would not show the picture.',
    fix: 'Write image/jpeg, or image/svg+xml.',
  }),
  'body/removed-markup': rule({
    severity: 'warning',
    title: ({ what, count }: { what: string; count: number }) =>
      `The HTML held ${what}${count === 1 ? '' : ` (${count} times)`}, which feeds may not carry; removed.`,
    why: 'Readers strip it, refuse the entry, or run what should not run.',
    fix: 'Write the content without it.',
  }),
  'body/removed-attribute': rule({
    severity: 'info',
    title: ({ names }: { names: string }) => `The HTML held attributes that mean nothing in a feed; removed: ${names}.`,
    why: 'They point at style sheets and scripts that are not there.',
    fix: 'Nothing.',
  }),
  'body/template-code': rule({
    severity: 'warning',
    title: (_: object) =>
      'The body holds template code ({{ … }}, {% … %}, import, [gallery …]), which only its site generator can run.',
    why: 'Readers see the code, or miss the address that it makes.',
    fix: 'Write plain Markdown, or give the article an excerpt and no body.',
  }),
  'body/wiki-syntax': rule({
    severity: 'warning',
    title: (_: object) =>
      'The body holds what only Obsidian and wikis read ([[…]], ![[…]], %%…%%); it stands there as text.',
    why: 'Readers will see the brackets, and remarks that are not for them.',
    fix: 'Write links and pictures as Markdown has them, with their addresses, and remarks tight (%%a remark%%) or on lines of their own: those are left out.',
  }),
  'body/mdx-code': rule({
    severity: 'warning',
    title: (_: object) =>
      'The body is no plain Markdown: it holds MDX (import, export, {…}, <Component>), which only its site generator can run. The excerpt stands in.',
    why: 'Readers would see the code, and miss what it makes.',
    fix: 'Write the body in plain Markdown, or be content with the excerpt.',
  }),
  'body/too-deep': rule({
    severity: 'warning',
    title: (_: object) =>
      'The body is nested too deeply, or too full of marks or elements, to be read; the excerpt stands in.',
    why: 'Such markup is an accident or an attack.',
    fix: 'Mend the markup.',
  }),
  'body/replaced-player': rule({
    severity: 'info',
    title: ({ what }: { what: string }) => `The HTML held ${what}; a link to its page stands in.`,
    why: 'Readers show no frames and players.',
    fix: 'Nothing.',
  }),
  'body/removed-address': rule({
    severity: 'warning',
    title: ({ attribute }: { attribute: string }) =>
      `An address in the HTML (${attribute}) cannot be used in a feed; removed.`,
    why: 'It would lead nowhere, or run a script.',
    fix: 'Write an absolute http or https address.',
  }),
  'article/too-many-topics': rule({
    severity: 'warning',
    title: ({ count, max }: { count: number; max: number }) =>
      `The article has ${count} topics; the first ${max} were taken.`,
    why: 'Each is a feed, and a page, that holds all of the article.',
    fix: 'Keep those that readers would subscribe to.',
  }),
  'related/incomplete-item': rule({
    severity: 'warning',
    title: ({ index, missing }: { index: number; missing: string }) =>
      `Related item ${index} has no ${missing}; it is ${missing.includes('address') ? 'left out' : 'a link only'}.`,
    why: "It cannot be an entry of its own in its provider's feed.",
    fix: 'Give it title, webUrl and publishedDateTime.',
  }),
  'related/too-many': rule({
    severity: 'warning',
    title: ({ count, max }: { count: number; max: number }) =>
      `The article has ${count} related items; the first ${max} were taken.`,
    why: 'Nobody reads so many, and every feed that holds the article grows by them.',
    fix: 'Keep the best.',
  }),
} as const;
