// Media RSS 1.5.1: pictures, sound and film. media:content and media:group in entries, the other elements anywhere.
import { attributeValue, type Element, hasChild } from '../document.ts';
import { html } from '../html.ts';
import {
  type AttributeModel,
  anything,
  type Check,
  type ChildTable,
  type Context,
  type ElementModel,
  elements,
  empty,
  mandatory,
  many,
  one,
  optional,
  placeOf,
  text,
  textPlace,
  unlessEmpty,
  withAttributes,
} from '../model.ts';
import { languageTag } from '../values/languages.ts';
import { mediaType } from '../values/media-types.ts';
import { decimal, nonNegativeInteger, positiveInteger } from '../values/numbers.ts';
import { oneOf, oneOfAnyCase, plainText } from '../values/texts.ts';
import { absoluteUri } from '../values/uris.ts';
import { COUNTRIES, EBU_ROLES, RATINGS } from './media-vocabulary.ts';

const normalPlayTime: Check = (value, place, context) => {
  if (!/^(?:now|\d{1,10}(?:\.\d{1,10})?|\d{1,10}:\d\d:\d\d(?:\.\d{1,10})?)$/.test(value))
    context.report('media/invalid-time', { place: place.name, text: value }, place);
};

/** The schemes of Media RSS look like URNs, but are none: `urn:ebu`. */
const scheme: AttributeModel = unlessEmpty((value, place, context) => {
  if (!/^urn:[a-z-]{2,20}$/.test(value)) absoluteUri(value, place, context);
});

const words = text('media');
const plain = text('media', plainText);
const kind = { type: unlessEmpty(oneOf('plain', 'html')) };

/** Text that says in `type` whether it is HTML. */
function typedText(attributes: Readonly<Record<string, AttributeModel>>): ElementModel {
  return {
    ...withAttributes(words, attributes),
    check(element, context) {
      const check = attributeValue(element, 'type') === 'html' ? html : plainText;
      check(element.text.trim(), textPlace(element), context);
    },
  };
}

function checkCredit(element: Element, context: Context): void {
  const role = attributeValue(element, 'role') ?? '';
  const scheme = attributeValue(element, 'scheme') || 'urn:ebu';
  if (role !== '' && (scheme === 'urn:ebu' ? !EBU_ROLES.has(role) : role !== role.toLowerCase()))
    context.report('media/invalid-credit-role', { text: role }, placeOf(element));
}

function checkHash(element: Element, context: Context): void {
  const algorithm = attributeValue(element, 'algo') || 'md5';
  const digits = element.text.trim();
  const length = algorithm === 'sha-1' ? 40 : 32;
  if (!/^(?:md5|sha-1)$/.test(algorithm) || digits.length !== length || !/^[0-9a-f]+$/i.test(digits))
    context.report('media/invalid-hash', { text: digits }, textPlace(element));
}

/** `r (nz 1 sz 1 …)`: PICS labels of ICRA. */
function isIcraRating(value: string): boolean {
  const inside = /^r \((.*)\)$/.exec(value)?.[1];
  if (inside === undefined) return false;
  return inside
    .replace(/ ([01])(?= |$)/g, '=$1')
    .split(' ')
    .every((code) => /^(?:[nsvlocx]z=[01]|(?:n[a-c]|s[a-f]|v[a-j]|l[a-c]|o[a-h]|c[ab]|x[a-e])=1)$/.test(code));
}

function checkRating(element: Element, context: Context): void {
  const scheme = attributeValue(element, 'scheme') || 'urn:simple';
  const value = element.text.trim();
  const list = Object.hasOwn(RATINGS, scheme) ? RATINGS[scheme] : undefined;
  const valid = scheme === 'urn:icra' ? isIcraRating(value) : (list?.has(value) ?? true);
  if (!valid) context.report('media/invalid-rating', { text: value, scheme }, textPlace(element));
}

function checkRestriction(element: Element, context: Context): void {
  const type = attributeValue(element, 'type') ?? '';
  const value = element.text.trim();
  const wrong = (problem: string) => context.report('media/invalid-restriction', { problem }, placeOf(element));
  const relationship = attributeValue(element, 'relationship') ?? '';
  if (relationship === '')
    context.report('media/missing-attribute', { attribute: 'relationship', element: element.name }, placeOf(element));
  else if (relationship !== 'allow' && relationship !== 'deny') wrong('must have relationship allow or deny');
  if (type === '') {
    if (value !== '' && value !== 'all' && value !== 'none') wrong('without a type must be all or none');
  } else if (type === 'country') {
    const unknown = value
      .toUpperCase()
      .split(/\s+/)
      .find((code) => !COUNTRIES.has(code));
    if (unknown !== undefined) wrong(`names a country that is not in ISO 3166: ${unknown.slice(0, 20)}`);
  } else if (type === 'uri') absoluteUri(value, textPlace(element), context);
  else if (type !== 'sharing') wrong('must have type country, uri or sharing');
}

const size = { height: unlessEmpty(positiveInteger), width: unlessEmpty(positiveInteger) };
const requiredUrl = mandatory((value, place, context) => {
  if (value === '')
    context.report(
      'media/missing-attribute',
      { attribute: 'url', element: place.name.replace(/^.* of <|>$/g, '') },
      place,
    );
  else absoluteUri(value, place, context);
});

/** The specification writes them without its prefix. */
const scene = elements(
  'media',
  Object.fromEntries(
    'sceneTitle sceneDescription sceneStartTime sceneEndTime'
      .split(' ')
      .flatMap((name) => [name, `media:${name}`].map((key) => [key, one(text('media'))])),
  ),
);

/** Everything of Media RSS that may stand in the feed, in an entry, in a group and in a content. */
export const mediaElements: ChildTable = {
  'media:adult': one({
    ...text('media', oneOfAnyCase('true', 'false')),
    check: (element, context) => context.report('media/deprecated-adult', {}, placeOf(element)),
  }),
  'media:category': many(withAttributes(plain, { label: unlessEmpty(plainText), scheme })),
  'media:copyright': one(withAttributes(plain, { url: unlessEmpty(absoluteUri) })),
  'media:credit': many({
    ...withAttributes(plain, { role: optional(), scheme }),
    check: checkCredit,
  }),
  'media:description': one(typedText(kind)),
  'media:keywords': many(plain),
  'media:hash': many({ ...withAttributes(words, { algo: optional() }), check: checkHash }),
  'media:player': many(empty('media', { url: requiredUrl, ...size })),
  'media:rating': many({ ...withAttributes(words, { scheme }), check: checkRating }),
  'media:restriction': many({
    ...withAttributes(words, { relationship: optional(), type: optional() }),
    check: checkRestriction,
  }),
  'media:text': many(
    typedText({
      ...kind,
      lang: unlessEmpty(languageTag),
      start: unlessEmpty(normalPlayTime),
      end: unlessEmpty(normalPlayTime),
    }),
  ),
  'media:title': one(typedText(kind)),
  'media:thumbnail': many(withAttributes(words, { url: requiredUrl, ...size, time: unlessEmpty(normalPlayTime) })),
  // Added by 1.5.0; their insides are lists of strings and links that no reader depends on.
  ...Object.fromEntries(
    'community comments embed responses backLinks status price license subTitle peerLink location rights'
      .split(' ')
      .map((name) => [`media:${name}`, many(anything('media'))]),
  ),
  'media:scenes': one(elements('media', { 'media:scene': many(scene) })),
};

/** media:content; `everywhere`: what may stand in every element that holds elements. */
export function mediaContent(everywhere: ChildTable): ElementModel {
  return elements(
    'media',
    { ...everywhere, ...mediaElements },
    {
      attributes: {
        url: unlessEmpty(absoluteUri),
        type: unlessEmpty(mediaType),
        medium: unlessEmpty(oneOf('image', 'audio', 'video', 'document', 'executable')),
        expression: unlessEmpty(oneOf('sample', 'full', 'nonstop')),
        isDefault: unlessEmpty(oneOfAnyCase('true', 'false')),
        lang: unlessEmpty(languageTag),
        fileSize: unlessEmpty(positiveInteger),
        channels: unlessEmpty(nonNegativeInteger),
        ...size,
        bitrate: unlessEmpty(decimal),
        duration: unlessEmpty(decimal),
        framerate: unlessEmpty(decimal),
        samplingrate: unlessEmpty(decimal),
      },
      check(element, context) {
        if (
          !attributeValue(element, 'url') &&
          !hasChild(element, 'media:player') &&
          element.parent !== undefined &&
          !hasChild(element.parent, 'media:player')
        )
          context.report('media/missing-source', {}, placeOf(element));
      },
    },
  );
}

/** media:group: two renditions or more of one thing. */
export function mediaGroup(everywhere: ChildTable): ElementModel {
  return elements(
    'media',
    { ...mediaElements, 'media:content': many(mediaContent(everywhere)) },
    {
      check(element, context) {
        const renditions = element.children.filter(({ key }) => key === 'media:content').length;
        if (renditions < 2) context.report('media/single-rendition', {}, placeOf(element));
      },
    },
  );
}
