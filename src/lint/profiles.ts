// What single consumers ask beyond the formats, with their numbers. All of it is a warning: the feed stays valid.

import { attributeValue, childOf, childrenOf, type Element, hasChild } from './document.ts';
import { inDocument } from './findings.ts';
import { type Context, placeOf, textPlace } from './model.ts';
import { relationOf } from './relations.ts';
import { rfc822Seconds, rfc3339Seconds } from './values/dates.ts';
import { wholeNumber } from './values/numbers.ts';

/** Consumers whose numbers can be asked for; `readers` asks nothing beyond the formats. */
export const PROFILES = ['readers', 'msn', 'flipboard', 'apple-podcasts', 'bots'] as const;
/** One of them, by name. */
export type Profile = (typeof PROFILES)[number];

/** The parts of an entry that profiles look at, whatever the format. */
interface Entry {
  readonly element: Element;
  readonly title: Element | undefined;
  readonly id: Element | undefined;
  readonly link: string | undefined;
  readonly date: Element | undefined;
  /** Seconds since 1970. */
  readonly at: number | undefined;
  readonly body: Element | undefined;
  readonly pictures: readonly Element[];
}

/** Checks what a profile asks of a channel or feed. */
export function checkProfile(profile: Profile | undefined, feed: Element, context: Context): void {
  if (profile === undefined || profile === 'readers') return;
  const entries =
    context.format === 'atom' ? childrenOf(feed, 'atom:entry').map(atomEntry) : childrenOf(feed, 'item').map(rssEntry);
  if (profile === 'msn') for (const entry of entries) checkMsn(entry, context);
  else if (profile === 'flipboard') checkFlipboard(feed, entries, context);
  else if (profile === 'apple-podcasts') checkApple(feed, entries, context);
  else for (const entry of entries) checkBots(entry, context);
}

/** Profiles look at RSS 2.0 and at feeds of Atom; a document of another kind must not pass as if it had been looked at. */
export function passProfile(profile: Profile | undefined, what: string, { report }: Context): void {
  if (profile === undefined || profile === 'readers') return;
  report('profile/not-applied', { profile, what }, inDocument(0, 1));
}

function rssEntry(element: Element): Entry {
  const date = childOf(element, 'pubDate');
  return {
    element,
    title: childOf(element, 'title'),
    id: childOf(element, 'guid'),
    link: childOf(element, 'link')?.text.trim(),
    date,
    at: date === undefined ? undefined : rfc822Seconds(date.text.trim()),
    body: childOf(element, 'content:encoded') ?? childOf(element, 'description'),
    pictures: picturesOf(element),
  };
}

function atomEntry(element: Element): Entry {
  const date = childOf(element, 'atom:published') ?? childOf(element, 'atom:updated');
  const link = childrenOf(element, 'atom:link').find((one) => relationOf(one) === 'alternate');
  return {
    element,
    title: childOf(element, 'atom:title'),
    id: childOf(element, 'atom:id'),
    link: link === undefined ? undefined : attributeValue(link, 'href'),
    date,
    at: date === undefined ? undefined : rfc3339Seconds(date.text.trim()),
    body: childOf(element, 'atom:content') ?? childOf(element, 'atom:summary'),
    pictures: picturesOf(element),
  };
}

function picturesOf(element: Element): readonly Element[] {
  const media = [element, ...childrenOf(element, 'media:group')].flatMap((parent) =>
    childrenOf(parent, 'media:content'),
  );
  return media.filter(
    (one) => attributeValue(one, 'medium') === 'image' || (attributeValue(one, 'type') ?? '').startsWith('image/'),
  );
}

/** Width and height of a picture; `undefined` when it does not say. */
function sizeOf(picture: Element): { readonly width: number; readonly height: number } | undefined {
  const width = wholeNumber(attributeValue(picture, 'width') ?? '');
  const height = wholeNumber(attributeValue(picture, 'height') ?? '');
  return width === undefined || height === undefined ? undefined : { width, height };
}

const MSN = { titleMin: 20, titleMax: 150, days: 365, picture: 720 } as const;

function checkMsn(entry: Entry, { report, now }: Context): void {
  const place = placeOf(entry.element);
  const missing = (what: string) => report('profile/msn-missing', { what }, place);
  if (entry.id === undefined) missing('guid or id');
  if (entry.title === undefined) missing('title');
  else {
    const { length } = [...entry.title.text.trim()];
    if (length < MSN.titleMin || length > MSN.titleMax)
      report('profile/msn-title-length', { length, min: MSN.titleMin, max: MSN.titleMax }, textPlace(entry.title));
  }
  if (entry.date === undefined) missing('date of publication');
  if (entry.body === undefined) missing('body');
  if (entry.link === undefined) missing('link');
  else if (/^http:/i.test(entry.link)) report('profile/msn-not-https', { text: entry.link }, place);
  const days = now === undefined || entry.at === undefined ? 0 : Math.floor((now - entry.at) / 86_400);
  if (days > MSN.days) report('profile/msn-age', { days, max: MSN.days }, textPlace(entry.date ?? entry.element));
  for (const picture of entry.pictures) {
    const size = sizeOf(picture);
    if (size !== undefined && Math.max(size.width, size.height) < MSN.picture)
      report('profile/msn-small-picture', { ...size, min: MSN.picture }, placeOf(picture));
  }
}

const FLIPBOARD = { items: 30, characters: 300, picture: 400 } as const;

function checkFlipboard(feed: Element, entries: readonly Entry[], { report }: Context): void {
  if (entries.length < FLIPBOARD.items)
    report('profile/flipboard-few-items', { count: entries.length, min: FLIPBOARD.items }, placeOf(feed));
  for (const { element, body, pictures } of entries) {
    const text = body === undefined ? '' : wholeText(body);
    const { length } = [...text.replace(/<[^<>]{0,2000}>/g, '').trim()];
    if (length < FLIPBOARD.characters)
      report('profile/flipboard-short-description', { length, min: FLIPBOARD.characters }, placeOf(body ?? element));
    // Atom's enclosures are links (RFC 4287 §4.2.7.2).
    const links = childrenOf(element, 'atom:link').filter((one) => relationOf(one) === 'enclosure');
    const enclosures = [...childrenOf(element, 'enclosure'), ...links].filter((one) =>
      (attributeValue(one, 'type') ?? '').startsWith('image/'),
    );
    const isShown = /<img\s/i.test(text) || (body !== undefined && holdsPicture(body));
    if (pictures.length === 0 && enclosures.length === 0 && !isShown)
      report('profile/flipboard-missing-picture', {}, placeOf(element));
    for (const picture of pictures) {
      const size = sizeOf(picture);
      if (size !== undefined && Math.min(size.width, size.height) < FLIPBOARD.picture)
        report('profile/flipboard-small-picture', { ...size, min: FLIPBOARD.picture }, placeOf(picture));
    }
  }
}

/** With that of the XHTML in it; its order is not kept. */
function wholeText({ text, children }: Element): string {
  return children.length === 0 ? text : text + children.map(wholeText).join('');
}

function holdsPicture({ children }: Element): boolean {
  return children.some((child) => child.key === 'xhtml:img' || holdsPicture(child));
}

const APPLE_DESCRIPTION_BYTES = 4000;

function checkApple(feed: Element, entries: readonly Entry[], { report }: Context): void {
  const missing = (what: string, element: Element) => report('profile/apple-missing', { what }, placeOf(element));
  for (const name of ['itunes:image', 'itunes:category', 'itunes:explicit'])
    if (!hasChild(feed, name)) missing(name, feed);
  if (!hasChild(feed, 'language')) missing('language', feed);
  for (const { element, id } of entries) {
    if (!hasChild(element, 'enclosure')) missing('enclosure', element);
    if (id === undefined) missing('guid', element);
  }
  for (const parent of [feed, ...entries.map(({ element }) => element)]) {
    const description = childOf(parent, 'description');
    if (description === undefined) continue;
    const bytes = Buffer.byteLength(description.text);
    if (bytes > APPLE_DESCRIPTION_BYTES)
      report('profile/apple-long-description', { bytes, max: APPLE_DESCRIPTION_BYTES }, textPlace(description));
  }
}

const BOT_TITLE = 256;

function checkBots({ element, title, id, link, date }: Entry, { report }: Context): void {
  const missing = (what: string) => report('profile/bots-missing', { what }, placeOf(element));
  if (id === undefined) missing('guid or id');
  if (date === undefined) missing('date');
  if (link === undefined) missing('link');
  const { length } = title === undefined ? [] : [...title.text.trim()];
  if (title !== undefined && length > BOT_TITLE)
    report('profile/bots-long-title', { length, max: BOT_TITLE }, textPlace(title));
}
