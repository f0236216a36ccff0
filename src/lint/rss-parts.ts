// The parts of an RSS channel: image, textInput, cloud, skipHours, skipDays.
import { childOf, type Element } from './document.ts';
import { inRssPart } from './extensions/extensions.ts';
import {
  type Check,
  type Context,
  type ElementModel,
  elements,
  empty,
  mandatory,
  one,
  optional,
  placeOf,
  required,
  text,
  textPlace,
} from './model.ts';
import { wholeNumber } from './values/numbers.ts';
import { notBlank, plainText } from './values/texts.ts';
import { absoluteUri, isSameAddress } from './values/uris.ts';

function pixels(max: number, code: 'rss/invalid-width' | 'rss/invalid-height'): Check {
  return (value, place, { report }) => {
    const number = wholeNumber(value);
    if (number === undefined || number < 1 || number > max) report(code, { text: value }, place);
  };
}

/** An address need not say what it leads to: `logo.php` may well be a PNG. */
const OTHER_PICTURE = /^[a-z]+:\/\/[^/]+\/[^?#]*\.(?:avif|bmp|hei[cf]|ico|jxl|svgz?|tiff?|webp)(?:[?#]|$)/i;

const pictureFormat: Check = (value, place, { report }) => {
  if (OTHER_PICTURE.test(value)) report('rss/unusual-image-format', { text: value }, place);
};

function checkImage(image: Element, context: Context): void {
  const channel = image.parent;
  if (channel === undefined) return;
  for (const [key, code] of [
    ['link', 'rss/mismatched-image-link'],
    ['title', 'rss/mismatched-image-title'],
  ] as const) {
    const own = childOf(image, key);
    const channels = childOf(channel, key);
    const text = channels?.text.trim() ?? '';
    // W3C-compatible: what the channel says only later is not compared.
    if (own === undefined || channels === undefined || text === '' || channels.start > image.start) continue;
    const given = own.text.trim();
    if (key === 'link' ? !isSameAddress(given, text) : given !== text) context.report(code, {}, textPlace(own));
  }
}

/** The picture of the channel. */
export const rssImage: ElementModel = elements(
  'rss',
  {
    ...inRssPart,
    url: required(text('rss', absoluteUri, pictureFormat)),
    title: required(text('rss', notBlank, plainText)),
    link: required(text('rss', absoluteUri)),
    width: one(text('rss', pixels(144, 'rss/invalid-width'))),
    height: one(text('rss', pixels(400, 'rss/invalid-height'))),
    description: one(text('rss', plainText)),
  },
  { check: checkImage },
);

const formName: Check = (value, place, { report }) => {
  if (!/^[a-z][\w:.-]*$/i.test(value)) report('rss/invalid-form-name', { text: value }, place);
};

export const rssTextInput: ElementModel = elements(
  'rss',
  {
    ...inRssPart,
    title: required(text('rss', plainText)),
    description: required(text('rss')),
    name: required(text('rss', formName)),
    link: required(text('rss', absoluteUri)),
  },
  { check: (element, { report }) => report('rss/avoid-text-input', {}, placeOf(element)) },
);

const port: Check = (value, place, { report }) => {
  if ((wholeNumber(value) ?? 0) < 1) report('rss/invalid-port', { text: value }, place);
};

export const rssCloud: ElementModel = empty('rss', {
  domain: mandatory(),
  port: mandatory(port),
  path: mandatory(),
  registerProcedure: mandatory(),
  protocol: mandatory(),
});

const DAYS = new Set(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']);

export const rssSkipHours: ElementModel = elements(
  'rss',
  { hour: { model: text('rss'), required: true } },
  {
    check(element, { report }) {
      const seen = new Set<number>();
      if (element.children.length > 24) report('rss/too-many-hours', {}, placeOf(element));
      for (const hour of element.children) {
        if (hour.key !== 'hour') continue;
        const value = hour.text.trim();
        const number = wholeNumber(value);
        const place = textPlace(hour);
        if (number === 24) report('rss/midnight-as-24', {}, place);
        else if (number === undefined || number < 0 || number > 23) report('rss/invalid-hour', { text: value }, place);
        // Midnight may be meant by either number, but 24 is not taken down: it is no hour of RSS 2.0.
        if (seen.has(number === 24 ? 0 : (number ?? -1))) report('rss/duplicate-hour', { text: value }, place);
        if (number !== undefined && number >= 0 && number < 24) seen.add(number);
      }
    },
  },
);

export const rssSkipDays: ElementModel = elements(
  'rss',
  { day: { model: text('rss'), required: true } },
  {
    check(element, { report }) {
      const seen = new Set<string>();
      if (element.children.length > 7) report('rss/too-many-days', {}, placeOf(element));
      for (const day of element.children) {
        if (day.key !== 'day') continue;
        const value = day.text.trim();
        const place = textPlace(day);
        if (!DAYS.has(value)) report('rss/invalid-day', { text: value }, place);
        else if (seen.has(value)) report('rss/duplicate-day', { text: value }, place);
        seen.add(value);
      }
    },
  },
);

export const rssCategory: ElementModel = { ...text('rss', plainText), attributes: { domain: optional() } };
export const rssItemCategory: ElementModel = {
  ...text('rss', plainText, notBlank),
  attributes: { domain: optional() },
};
export const rssSource: ElementModel = { ...text('rss', plainText), attributes: { url: mandatory(absoluteUri) } };
