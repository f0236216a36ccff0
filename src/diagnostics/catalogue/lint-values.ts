// Findings of `check` about values that many elements share: dates, addresses, languages, numbers, people.
import { rule } from '../rule.ts';
import { shown } from './quoted.ts';

export interface ValueAt {
  /** How a sentence names it: `<pubDate>`, `href of <link>`, `items[2].url`. */
  readonly place: string;
  readonly text: string;
}

export const lintValueRules = {
  'date/invalid-rfc822': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no RFC 822 date: ${shown(text)}.`,
    why: 'Readers sort by dates; an unreadable one counts as now, as 1970, or not at all.',
    fix: 'Write it as Mon, 04 Jul 2022 07:55:00 GMT: English names, four-digit year, an offset or GMT (not UTC).',
    spec: 'RFC 822 §5',
  }),
  'date/wrong-weekday': rule({
    severity: 'error',
    title: ({ place, text, weekday }: ValueAt & { weekday: string }) =>
      `${place} names the wrong day of the week: ${shown(text)} was a ${weekday}.`,
    why: 'Strict readers refuse the date.',
    fix: 'Correct the day, or leave it out.',
    spec: 'RFC 822 §5.2',
  }),
  'date/impossible-date': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} names a day or time that does not exist: ${shown(text)}.`,
    why: 'Readers take another day, or none.',
    fix: 'Correct the date.',
    spec: 'RFC 3339 §5.7',
  }),
  'date/unusual-rfc822': rule({
    severity: 'warning',
    title: ({ place, text }: ValueAt) =>
      `${place} is allowed by RFC 822 but not understood everywhere: ${shown(text)}.`,
    why: 'Two-digit years, military zones, comments and odd cases are read differently.',
    fix: 'Write it as Mon, 04 Jul 2022 07:55:00 GMT.',
    spec: 'RFC 2822 §3.3',
  }),
  'date/invalid-rfc3339': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no RFC 3339 date with time and offset: ${shown(text)}.`,
    why: 'Readers sort by dates; an unreadable one counts as now, as 1970, or not at all.',
    fix: 'Write it as 2022-07-04T07:55:00Z.',
    spec: 'RFC 3339 §5.6',
  }),
  'date/invalid-w3cdtf': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no W3C date (a profile of ISO 8601): ${shown(text)}.`,
    why: 'Readers cannot use the date.',
    fix: 'Write it as 2022-07-04 or 2022-07-04T07:55:00Z.',
    spec: 'W3C Date and Time Formats',
  }),
  'date/implausible': rule({
    severity: 'warning',
    title: ({ place, text }: ValueAt) => `${place} lies in the future or before 1990: ${shown(text)}.`,
    why: 'Readers take such dates for mistakes: they hide the entry or pin it to the top.',
    fix: 'Write the date of publication; publish when it has come.',
  }),
  'date/older-than-entries': rule({
    severity: 'info',
    title: ({ element, text }: { element: string; text: string }) =>
      `<${element}> is older than the newest entry: ${shown(text)}.`,
    why: 'Whoever goes by it takes the feed for unchanged, and an entry for read.',
    fix: 'Write there when the feed last changed: at least the date of its newest entry.',
    spec: 'RSS 2.0 lastBuildDate, RFC 4287 §4.2.15',
  }),
  'url/invalid': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no valid address: ${shown(text)}.`,
    why: 'Readers cannot follow it.',
    fix: 'Write a complete address, such as https://example.org/page.',
    spec: 'RFC 3986',
  }),
  'url/invalid-character': rule({
    severity: 'error',
    title: ({ place, text, character }: ValueAt & { character: string }) =>
      `${place} holds ${character}, which an address may not hold: ${shown(text)}.`,
    why: 'Readers cut the address there, or refuse it.',
    fix: 'Percent-encode the character (a space is %20); around the address remove it.',
    spec: 'RFC 3986 §2',
  }),
  'url/relative': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} must be a complete address with a scheme: ${shown(text)}.`,
    why: 'Nothing says what it is relative to, so readers resolve it each in its own way.',
    fix: 'Write the address in full, with https://.',
    spec: 'RFC 3986 §4.3',
  }),
  'url/missing-host': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} names no host: ${shown(text)}.`,
    why: 'Readers cannot follow it.',
    fix: 'Write // and the host behind the scheme.',
    spec: 'RFC 9110 §4.2.1',
  }),
  'url/non-ascii': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} holds characters beyond ASCII, but must be a URI: ${shown(text)}.`,
    why: 'Readers encode such characters differently, or refuse the address.',
    fix: 'Percent-encode path and query as UTF-8, write the host in punycode.',
    spec: 'RFC 3986 §2.5',
  }),
  'url/not-http': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} must be a full http or https address: ${shown(text)}.`,
    why: 'Readers can fetch nothing else.',
    fix: 'Write http:// or https://, a host with a dot, then the path.',
    spec: 'RSS 2.0 enclosure',
  }),
  'url/invalid-urn': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no valid URN: ${shown(text)}.`,
    why: 'Identifiers have to be exact: readers compare them character by character.',
    fix: 'Write urn:, a registered name of at least two characters, a colon, then the rest.',
    spec: 'RFC 8141 §2',
  }),
  'url/invalid-uuid': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no valid UUID: ${shown(text)}.`,
    why: 'Identifiers have to be exact: readers compare them character by character.',
    fix: 'Write urn:uuid: and 8-4-4-4-12 hexadecimal digits.',
    spec: 'RFC 9562 §4',
  }),
  'url/invalid-tag': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no valid tag URI: ${shown(text)}.`,
    why: 'Identifiers have to be exact: readers compare them character by character.',
    fix: 'Write it as tag:example.org,2026:article-1.',
    spec: 'RFC 4151 §2.1',
  }),
  'url/unregistered-scheme': rule({
    severity: 'warning',
    title: ({ place, scheme }: { place: string; scheme: string }) =>
      `${place} has the scheme ${scheme}, which is not registered.`,
    why: 'Readers do not know what to do with it.',
    fix: 'Use http or https.',
    spec: 'IANA URI Schemes',
  }),
  'url/unsuitable-scheme': rule({
    severity: 'warning',
    title: ({ place, scheme }: { place: string; scheme: string }) => `${place} is a ${scheme}: address.`,
    why: 'It would run code, or lead to the machine of the reader; careful readers drop it.',
    fix: 'Use http or https.',
  }),
  'url/unlikely-host': rule({
    severity: 'warning',
    title: ({ place, text }: ValueAt) => `${place} has a host without a dot: ${shown(text)}.`,
    why: 'Nobody outside your machine or network can open it.',
    fix: 'Write the full host; what is built for a preview may name localhost.',
  }),
  'url/credentials': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} holds a user name or password.`,
    why: 'Everybody who reads the feed sees it.',
    fix: 'Remove it.',
    spec: 'RFC 3986 §3.2.1',
  }),
  'url/invalid-escape': rule({
    severity: 'warning',
    title: ({ place, text }: ValueAt) => `${place} holds a % that begins no escape, or a second #: ${shown(text)}.`,
    why: 'Readers and servers mend it differently.',
    fix: 'Write %25 for the percent sign and %23 for the number sign.',
    spec: 'RFC 3986 §2.1',
  }),
  'url/escaped-twice': rule({
    severity: 'warning',
    title: ({ place, text }: ValueAt) => `${place} holds an & that was escaped twice: ${shown(text)}.`,
    why: 'The server is asked for amp; and finds something else, or nothing.',
    fix: 'Escape the address once: &amp; in XML, & in JSON.',
  }),
  'url/non-canonical': rule({
    severity: 'warning',
    title: ({ place, text, canonical }: ValueAt & { canonical: string }) =>
      `${place} is not in its canonical form: ${shown(text)} should be ${shown(canonical)}.`,
    why: 'Software that normalises addresses takes it for another identity.',
    fix: 'Write it canonically from the first day; never change one that is published.',
    spec: 'RFC 4287 §4.2.6.1',
  }),
  'email/invalid': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no e-mail address: ${shown(text)}.`,
    why: 'Readers offer it as a link to write to.',
    fix: 'Write the bare address, such as editor@example.org, or leave the element out.',
    spec: 'RFC 5322 §3.4.1',
  }),
  'email/invalid-contact': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) =>
      `${place} must be an e-mail address, with the name in parentheses: ${shown(text)}.`,
    why: 'RSS has an address here; a bare name belongs into dc:creator.',
    fix: 'Write editor@example.org (Jane Doe), or use dc:creator for a name alone.',
    spec: 'RSS 2.0 author',
  }),
  'email/missing-name': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} gives an e-mail address without a name.`,
    why: 'Readers show the address where a name should stand.',
    fix: 'Write editor@example.org (Jane Doe).',
    spec: 'RSS Best Practices Profile, E-mail Addresses',
  }),
  'email/unusual-form': rule({
    severity: 'warning',
    title: ({ place, text }: ValueAt) => `${place} is not in the form address (name): ${shown(text)}.`,
    why: 'Readers show it in different ways.',
    fix: 'Write editor@example.org (Jane Doe).',
    spec: 'RSS Best Practices Profile, E-mail Addresses',
  }),
  'email/unlikely-host': rule({
    severity: 'warning',
    title: ({ place, text }: ValueAt) => `${place} has a host without a dot: ${shown(text)}.`,
    why: 'Nobody outside your network can write to it.',
    fix: 'Write the full host.',
  }),
  'email/in-name': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} holds an e-mail address.`,
    why: 'Readers show it beside every entry; Atom has an element for it.',
    fix: 'Move it to <email>.',
    spec: 'RFC 4287 §3.2',
  }),
  'language/unknown': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} names no known language: ${shown(text)}.`,
    why: 'Readers choose fonts, hyphenation and direction by it.',
    fix: 'Write a BCP 47 tag, such as en or pt-BR, with a hyphen.',
    spec: 'BCP 47; IANA Language Subtag Registry',
  }),
  'language/invalid-tag': rule({
    severity: 'warning',
    title: ({ place, text, problem }: ValueAt & { problem: string }) =>
      `${place} is no valid language tag: ${shown(text)}. ${problem}`,
    why: 'Readers may fall back to another language.',
    fix: 'Use subtags of the IANA registry: en-GB, not en-UK.',
    spec: 'BCP 47; IANA Language Subtag Registry',
  }),
  'media-type/invalid': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no media type: ${shown(text)}.`,
    why: 'Readers choose how to show something by its type.',
    fix: 'Write type/subtype, such as image/jpeg.',
    spec: 'RFC 6838 §4.2',
  }),
  'media-type/unknown': rule({
    severity: 'warning',
    title: ({ place, text, meant }: ValueAt & { meant: string | undefined }) =>
      `${place} is not a registered media type: ${shown(text)}${meant === undefined ? '' : `; ${meant} is meant`}.`,
    why: 'Readers that go by the type ignore it.',
    fix: 'Use the registered type.',
    spec: 'IANA Media Types',
  }),
  'number/invalid-integer': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no whole number: ${shown(text)}.`,
    why: 'Readers ignore what they cannot read.',
    fix: 'Write digits only.',
  }),
  'number/negative': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} must be a whole number, zero or more: ${shown(text)}.`,
    why: 'Readers ignore what they cannot read.',
    fix: 'Write digits only, without a sign.',
  }),
  'number/not-positive': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} must be a whole number, one or more: ${shown(text)}.`,
    why: 'Readers ignore what they cannot read.',
    fix: 'Write a number from 1 on, or leave it out.',
  }),
  'number/invalid-decimal': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no number: ${shown(text)}.`,
    why: 'Readers ignore what they cannot read.',
    fix: 'Write digits with a point for fractions.',
  }),
  'value/not-allowed': rule({
    severity: 'error',
    title: ({ place, text, allowed }: ValueAt & { allowed: string }) =>
      `${place} is ${shown(text)}, but must be ${allowed}.`,
    why: 'Readers ignore values that they do not know.',
    fix: 'Use one of the values that are allowed; case counts.',
  }),
} as const;
