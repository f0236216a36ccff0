// OPML 1.0 and 2.0: outlines, above all lists of subscriptions.
import { attributeValue, type Element } from './document.ts';
import { everywhere } from './extensions/extensions.ts';
import {
  attributePlace,
  type Check,
  type Context,
  type ElementModel,
  elements,
  one,
  optional,
  placeOf,
  required,
  text,
} from './model.ts';
import { rfc822Date } from './values/dates.ts';
import { languageTag } from './values/languages.ts';
import { integer, nonNegativeInteger } from './values/numbers.ts';
import { emailAddress } from './values/people.ts';
import { notBlank, oneOfAnyCase } from './values/texts.ts';
import { absoluteUri, httpAddress } from './values/uris.ts';

const expansionState: Check = (value, place, { report }) => {
  if (!/^(?:\d{1,10}(?:,\s{0,5}\d{1,10})*)?$/.test(value))
    report('opml/invalid-expansion-state', { text: value }, place);
};

const windowEdge = one(text('opml', integer));

const head = elements('opml', {
  ...everywhere,
  title: one(text('opml')),
  dateCreated: one(text('opml', rfc822Date)),
  dateModified: one(text('opml', rfc822Date)),
  ownerName: one(text('opml')),
  ownerEmail: one(text('opml', emailAddress)),
  ownerId: one(text('opml', httpAddress)),
  docs: one(text('opml', absoluteUri)),
  expansionState: one(text('opml', expansionState)),
  vertScrollState: one(text('opml', nonNegativeInteger)),
  windowTop: windowEdge,
  windowLeft: windowEdge,
  windowBottom: windowEdge,
  windowRight: windowEdge,
});

const VERSIONS = new Set(['RSS', 'RSS1', 'RSS2', 'ATOM', 'scriptingNews']);
/** `title` is not among them: folders have it too. */
const OF_FEEDS = ['xmlUrl', 'htmlUrl', 'description', 'language', 'version'];

/** Values of an outline by attribute; any other attribute is the writer's own. Empty ones but xmlUrl say nothing. */
const CHECKS: Readonly<Record<string, Check>> = {
  created: rfc822Date,
  htmlUrl: absoluteUri,
  xmlUrl: absoluteUri,
  url: absoluteUri,
  isBreakpoint: oneOfAnyCase('true', 'false'),
  isComment: oneOfAnyCase('true', 'false'),
  language: languageTag,
  version(value, place, { report }) {
    if (!VERSIONS.has(value)) report('opml/unknown-outline-version', { text: value }, place);
  },
};

const outline: ElementModel = elements(
  'opml',
  { ...everywhere, outline: { model: () => outline } },
  { attributes: 'any', check: checkOutline },
);

function checkOutline(element: Element, context: Context): void {
  const place = placeOf(element);
  const has = (name: string) => attributeValue(element, name) !== undefined;
  if (!has('text')) context.report('opml/missing-attribute', { attribute: 'text', element: element.name }, place);
  for (const attribute of element.attributes) {
    const check = Object.hasOwn(CHECKS, attribute.key) ? CHECKS[attribute.key] : undefined;
    const empty = attribute.value === '' && attribute.key !== 'xmlUrl';
    if (check !== undefined) (empty ? notBlank : check)(attribute.value, attributePlace(element, attribute), context);
  }
  const type = attributeValue(element, 'type')?.toLowerCase();
  if (type === 'rss') {
    if (!has('xmlUrl')) context.report('opml/missing-xml-url', {}, place);
    if (!has('title')) context.report('opml/missing-title', {}, place);
  } else if (type === 'link' || type === 'include') {
    if (!has('url')) context.report('opml/missing-url', { type }, place);
  } else if (type === undefined) {
    const attribute = OF_FEEDS.find(has);
    if (attribute !== undefined) context.report('opml/missing-type', { attribute }, place);
  }
}

export const opmlRoot: ElementModel = elements(
  'opml',
  {
    ...everywhere,
    head: required(head),
    body: required(elements('opml', { ...everywhere, outline: { model: outline, required: true } })),
  },
  { attributes: { version: optional() }, check: checkRoot },
);

function checkRoot(root: Element, context: Context): void {
  const version = attributeValue(root, 'version');
  if (root.local === 'outlineDocument') context.report('opml/obsolete-root', {}, placeOf(root));
  else if (version === undefined)
    context.report('opml/missing-attribute', { attribute: 'version', element: root.name }, placeOf(root));
  if (version !== undefined && !/^(?:1\.0|1\.1|2\.0)$/.test(version))
    context.report('opml/invalid-version', { text: version }, placeOf(root));
}
