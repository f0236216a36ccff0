// The podcast namespace (podcastindex.org): what its elements must have. Unknown elements are a warning: it grows.
import { attributeOf, attributeValue, type Element, hasChild } from '../document.ts';
import { type AttributeModel, type Context, mandatory, optional, placeOf, textPlace, unlessEmpty } from '../model.ts';
import { rfc822Date } from '../values/dates.ts';
import { mediaType } from '../values/media-types.ts';
import { notBlank, oneOf } from '../values/texts.ts';
import { absoluteIri } from '../values/uris.ts';
import { checkValue } from '../walk.ts';

const address = mandatory(absoluteIri);
const file = { url: address, type: mandatory(mediaType) };

/** The attributes of each element that must be there, or that are looked at. */
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, AttributeModel>>>> = {
  transcript: file,
  locked: {},
  funding: { url: address },
  chapters: file,
  soundbite: { startTime: mandatory(), duration: mandatory() },
  person: { href: unlessEmpty(absoluteIri), img: unlessEmpty(absoluteIri) },
  location: {},
  season: {},
  episode: {},
  trailer: { pubdate: mandatory(rfc822Date), url: address },
  license: {},
  alternateEnclosure: { type: mandatory(mediaType) },
  source: { uri: address },
  integrity: { type: mandatory(), value: mandatory() },
  guid: {},
  value: { type: mandatory(), method: mandatory() },
  valueRecipient: { type: mandatory(), address: mandatory(), split: mandatory() },
  valueTimeSplit: { startTime: mandatory(), duration: mandatory() },
  medium: {},
  images: { srcset: mandatory() },
  image: { href: address },
  liveItem: { status: mandatory(oneOf('pending', 'live', 'ended')), start: mandatory() },
  contentLink: { href: address },
  socialInteract: { protocol: mandatory(), uri: optional(absoluteIri) },
  block: {},
  txt: {},
  remoteItem: { feedGuid: mandatory() },
  podroll: {},
  updateFrequency: {},
  podping: {},
  publisher: {},
  chat: { server: mandatory(), protocol: mandatory() },
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What an element's text has to be. */
const TEXTS: Readonly<Record<string, readonly [RegExp, string]>> = {
  locked: [/^(?:yes|no)$/i, 'yes or no'],
  block: [/^(?:yes|no)$/i, 'yes or no'],
  guid: [UUID, 'a UUID'],
  season: [/^\d{1,10}$/, 'a whole number'],
  episode: [/^\d{1,10}(?:\.\d{1,10})?$/, 'a number'],
};

/** Checks every element of the namespace in the document, wherever it stands. */
export function checkPodcastNamespace(element: Element, context: Context): void {
  for (const child of element.children) {
    if (child.key.startsWith('podcast:')) checkElement(child, context);
    checkPodcastNamespace(child, context);
  }
}

function checkElement(element: Element, context: Context): void {
  const attributes = Object.hasOwn(ATTRIBUTES, element.local) ? ATTRIBUTES[element.local] : undefined;
  if (attributes === undefined) {
    context.report('podcast/unknown-element', { element: element.name }, placeOf(element));
    return;
  }
  for (const [key, model] of Object.entries(attributes)) {
    const attribute = attributeOf(element, key);
    if (attribute !== undefined) checkValue(element, attribute, model, context);
    else if (model.required || isNeeded(key, element))
      context.report('podcast/missing-attribute', { attribute: key, element: element.name }, placeOf(element));
  }
  if (element.local === 'alternateEnclosure' && !hasChild(element, 'podcast:source'))
    context.report('extension/missing-element', { element: 'podcast:source', parent: element.name }, placeOf(element));
  const value = element.text.trim();
  if (element.local === 'person' || element.local === 'location') notBlank(value, textPlace(element), context);
  const [pattern, expected] = (Object.hasOwn(TEXTS, element.local) ? TEXTS[element.local] : undefined) ?? [];
  if (pattern !== undefined && expected !== undefined && !pattern.test(value))
    context.report('podcast/invalid-value', { place: `<${element.name}>`, text: value, expected }, textPlace(element));
}

/** Comments that are switched off are nowhere. */
function isNeeded(key: string, element: Element): boolean {
  return key === 'uri' && attributeValue(element, 'protocol') !== 'disabled';
}
