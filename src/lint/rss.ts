// The root of RSS 0.91, 0.92 and 2.0, and what its version asks.

import { atomVocabulary } from './atom.ts';
import { attributeValue, type Element } from './document.ts';
import { accessRestriction } from './extensions/modules.ts';
import { attributePlace, type Context, type ElementModel, elements, mandatory, placeOf, required } from './model.ts';
import { rssChannel } from './rss-channel.ts';
import type { Vocabulary } from './walk.ts';

const VERSIONS = new Set(['0.91', '0.92', '2.0']);

export const rssRoot: ElementModel = elements(
  'rss',
  { ...accessRestriction, channel: required(rssChannel) },
  { attributes: { version: mandatory() }, check: checkVersion },
);

export const rssVocabulary: Vocabulary = atomVocabulary;

function checkVersion(root: Element, context: Context): void {
  const attribute = root.attributes.find(({ key }) => key === 'version');
  if (attribute !== undefined && !VERSIONS.has(attribute.value))
    context.report('rss/invalid-version', { version: attribute.value }, attributePlace(root, attribute));
}

/** The version that the rules go by: 2.0 where none is given. */
export function rssVersionOf(root: Element): string {
  return attributeValue(root, 'version') ?? '2.0';
}

const NETSCAPE_ID = '-//Netscape Communications//DTD RSS 0.91//EN';

/** RSS 0.91 came with a DTD; nothing else does. `declaration` is the DOCTYPE as written. */
export function checkRssDoctype(declaration: string, root: Element, context: Context): void {
  const place = placeOf(root);
  if (!declaration.includes(NETSCAPE_ID)) {
    if (/^<!DOCTYPE\s{1,20}\S{1,50}\s{1,20}(?:SYSTEM|PUBLIC)/.test(declaration))
      context.report('xml/external-doctype', {}, place);
    return;
  }
  if (declaration.includes('my.netscape.com')) context.report('xml/deprecated-doctype', {}, place);
  const version = attributeValue(root, 'version') ?? '2.0';
  if (version !== '0.91') context.report('xml/mismatched-doctype', { version }, place);
}
