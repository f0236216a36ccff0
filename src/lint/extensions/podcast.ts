// The podcast namespace (podcastindex.org): what its elements must have. Unknown elements are a warning: it grows.
import { attributeValue, type Element } from '../document.ts';
import { type Context, placeOf, textPlace } from '../model.ts';

/** Attributes that each element must have. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  transcript: ['url', 'type'],
  locked: [],
  funding: ['url'],
  chapters: ['url', 'type'],
  soundbite: ['startTime', 'duration'],
  person: [],
  location: [],
  season: [],
  episode: [],
  trailer: ['pubdate', 'url'],
  license: [],
  alternateEnclosure: ['type'],
  source: ['uri'],
  integrity: ['type', 'value'],
  guid: [],
  value: ['type', 'method'],
  valueRecipient: ['type', 'address', 'split'],
  valueTimeSplit: ['startTime', 'duration'],
  medium: [],
  images: ['srcset'],
  image: ['href'],
  liveItem: ['status', 'start'],
  contentLink: ['href'],
  socialInteract: ['protocol'],
  block: [],
  txt: [],
  remoteItem: ['feedGuid'],
  podroll: [],
  updateFrequency: [],
  podping: [],
  publisher: [],
  chat: ['server', 'protocol'],
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
  const required = Object.hasOwn(REQUIRED, element.local) ? REQUIRED[element.local] : undefined;
  if (required === undefined) {
    context.report('podcast/unknown-element', { element: element.name }, placeOf(element));
    return;
  }
  for (const attribute of required)
    if (attributeValue(element, attribute) === undefined)
      context.report('podcast/missing-attribute', { attribute, element: element.name }, placeOf(element));
  const [pattern, expected] = (Object.hasOwn(TEXTS, element.local) ? TEXTS[element.local] : undefined) ?? [];
  const value = element.text.trim();
  if (pattern !== undefined && expected !== undefined && !(value.length < 200 && pattern.test(value)))
    context.report('podcast/invalid-value', { place: `<${element.name}>`, text: value, expected }, textPlace(element));
}
