// Findings of `check` about modules beside the formats: Media RSS, podcasts, places, and the smaller ones.
import { rule } from '../rule.ts';
import { structureOf } from './lint-structure.ts';
import type { ValueAt } from './lint-values.ts';
import { shown } from './quoted.ts';

export const lintExtensionRules = {
  ...structureOf('extension', 'the specification of its namespace'),
  ...structureOf('media', 'Media RSS 1.5.1'),
  ...structureOf('itunes', "Apple: A Podcaster's Guide to RSS"),
  'extension/misplaced-xhtml': rule({
    severity: 'warning',
    title: ({ element, parent }: { element: string; parent: string }) =>
      `XHTML (<${element}>) stands directly in <${parent}>.`,
    why: 'Readers show HTML where the format puts it, and nowhere else.',
    fix: 'Put it into description or content.',
  }),
  'extension/comment-rss': rule({
    severity: 'warning',
    title: (_: object) => 'wfw:commentRSS is spelt wfw:commentRss.',
    why: 'The specification was misread for years; names are compared exactly.',
    fix: 'Write wfw:commentRss.',
    spec: 'The Well-Formed Web: commentRss',
  }),
  'extension/too-many': rule({
    severity: 'error',
    title: ({ element, max }: { element: string; max: number }) => `<${element}> stands here more than ${max} times.`,
    why: 'Whoever reads it takes so many and no more.',
    fix: 'Remove the rest.',
  }),
  'extension/invalid-value': rule({
    severity: 'error',
    title: ({ place, text, expected }: ValueAt & { expected: string }) =>
      `${place} is not ${expected}: ${shown(text)}.`,
    why: 'Whoever knows the module cannot use the value.',
    fix: 'Write it as the specification of the module says.',
  }),
  'media/single-rendition': rule({
    severity: 'warning',
    title: (_: object) => 'media:group holds fewer than two renditions.',
    why: 'A group is for several renditions of one thing; readers that look into the item alone do not see a lone one.',
    fix: 'Put a single media:content directly into the item.',
    spec: 'Media RSS 1.5.1 media:group',
  }),
  'media/missing-source': rule({
    severity: 'warning',
    title: (_: object) => 'media:content has neither url nor media:player.',
    why: 'Nothing says where the picture, sound or film is.',
    fix: 'Add url.',
    spec: 'Media RSS 1.5.1 media:content',
  }),
  'media/deprecated-adult': rule({
    severity: 'warning',
    title: (_: object) => 'media:adult was replaced by media:rating.',
    why: 'Readers look for media:rating.',
    fix: 'Write <media:rating scheme="urn:simple">adult</media:rating>.',
    spec: 'Media RSS 1.5.1 media:rating',
  }),
  'media/invalid-credit-role': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `There is no role ${shown(text)} in the list of the EBU.`,
    why: 'Without another scheme the role has to be one of that list, in lower case.',
    fix: 'Use a role of the list, or name the scheme.',
    spec: 'Media RSS 1.5.1 media:credit',
  }),
  'media/invalid-hash': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `The hash is no md5 or sha-1 in hexadecimal digits: ${shown(text)}.`,
    why: 'Nobody can compare it.',
    fix: 'Write 32 digits for md5 or 40 for sha-1, and name it in algo.',
    spec: 'Media RSS 1.5.1 media:hash',
  }),
  'media/invalid-rating': rule({
    severity: 'error',
    title: ({ text, scheme }: { text: string; scheme: string }) => `${scheme} has no rating ${shown(text)}.`,
    why: 'Readers that filter by rating cannot use it.',
    fix: 'Use a rating of the scheme.',
    spec: 'Media RSS 1.5.1 media:rating',
  }),
  'media/invalid-restriction': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `media:restriction ${problem}.`,
    why: 'Nobody can know where the media may be shown.',
    fix: 'Give relationship (allow or deny), type (country, uri or sharing), and the list.',
    spec: 'Media RSS 1.5.1 media:restriction',
  }),
  'media/invalid-time': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} is no time in the form of NPT: ${shown(text)}.`,
    why: 'Players cannot go to it.',
    fix: 'Write seconds (12.5) or hours:minutes:seconds (1:02:03.5).',
    spec: 'Media RSS 1.5.1; RFC 2326 §3.6',
  }),
  'geo/invalid-coordinates': rule({
    severity: 'error',
    title: ({ place, text }: ValueAt) => `${place} holds no pairs of latitude and longitude: ${shown(text)}.`,
    why: 'Maps cannot show the place.',
    fix: 'Write latitude and longitude with a space between: 45.256 -71.92.',
    spec: 'GeoRSS Simple',
  }),
  'geo/comma': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} has a comma between latitude and longitude.`,
    why: 'The specification has a space; some readers fail.',
    fix: 'Write a space.',
    spec: 'GeoRSS Simple',
  }),
  'geo/out-of-range': rule({
    severity: 'error',
    title: ({ place, text, max }: ValueAt & { max: number }) =>
      `${place} must be a number from -${max} to ${max}: ${shown(text)}.`,
    why: 'There is no such place.',
    fix: 'Write decimal degrees; mind the order of latitude and longitude.',
    spec: 'W3C Basic Geo; GeoRSS',
  }),
  'itunes/too-long': rule({
    severity: 'error',
    title: ({ place, length, max }: { place: string; length: number; max: number }) =>
      `${place} has ${length} characters; ${max} are allowed.`,
    why: 'Apple cuts or refuses it.',
    fix: 'Shorten it.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'itunes/invalid-category': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `There is no Apple Podcasts category ${shown(text)} here.`,
    why: 'The show is not listed under it.',
    fix: 'Use a category of the list, spelt exactly, with & escaped as &amp;.',
    spec: 'Apple Podcasts categories',
  }),
  'itunes/obsolete-category': rule({
    severity: 'warning',
    title: ({ text }: { text: string }) => `${shown(text)} was an Apple Podcasts category until 2019.`,
    why: 'Apple maps or ignores it.',
    fix: 'Use a category of the present list.',
    spec: 'Apple Podcasts categories',
  }),
  'itunes/invalid-duration': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `The duration is neither seconds nor h:mm:ss: ${shown(text)}.`,
    why: 'Players show a wrong length or none.',
    fix: 'Write seconds, mm:ss or hh:mm:ss.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'itunes/outdated-explicit': rule({
    severity: 'warning',
    title: ({ text }: { text: string }) => `itunes:explicit is ${shown(text)}; Apple now asks for true or false.`,
    why: 'Directories that follow the present guide may refuse the show.',
    fix: 'Write true or false.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'itunes/missing-recommended': rule({
    severity: 'warning',
    title: ({ element }: { element: string }) => `The show has no <${element}>.`,
    why: 'Apple Podcasts asks for it.',
    fix: 'Add the element to the channel.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'itunes/unsupported-file': rule({
    severity: 'warning',
    title: ({ extension }: { extension: string | undefined }) =>
      extension === undefined
        ? 'The address of the enclosure ends in no extension, by which Apple Podcasts goes.'
        : `Apple Podcasts plays no ${shown(extension)} files.`,
    why: 'The episode does not appear there.',
    fix: 'Offer m4a, mp3, mov, mp4, m4v, pdf or epub, and say so at the end of the address.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'itunes/not-utf-8': rule({
    severity: 'warning',
    title: ({ encoding }: { encoding: string }) => `The podcast is encoded as ${encoding}.`,
    why: 'Apple Podcasts asks for UTF-8.',
    fix: 'Save it as UTF-8.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'itunes/keywords-without-commas': rule({
    severity: 'warning',
    title: (_: object) => 'itunes:keywords are separated by spaces.',
    why: 'They count as one keyword.',
    fix: 'Separate them by commas.',
  }),
  'podcast/unknown-element': rule({
    severity: 'warning',
    title: ({ element }: { element: string }) => `<${element}> is not in the podcast namespace as known here.`,
    why: 'Apps ignore it; often it is a misspelling.',
    fix: 'Check the name.',
    spec: 'Podcast Namespace 1.0',
  }),
  'podcast/missing-attribute': rule({
    severity: 'error',
    title: ({ attribute, element }: { attribute: string; element: string }) => `<${element}> has no ${attribute}.`,
    why: 'Without the attribute the element means nothing.',
    fix: 'Add the attribute.',
    spec: 'Podcast Namespace 1.0',
  }),
  'podcast/invalid-value': rule({
    severity: 'error',
    title: ({ place, text, expected }: ValueAt & { expected: string }) =>
      `${place} is not ${expected}: ${shown(text)}.`,
    why: 'Apps cannot use it.',
    fix: 'Write it as the specification says.',
    spec: 'Podcast Namespace 1.0',
  }),
} as const;
