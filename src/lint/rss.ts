// The root of RSS 0.91, 0.92 and 2.0, and what its version asks.

import { attributeOf, type Element } from './document.ts';
import { NETSCAPE_ID } from './entities.ts';
import { accessRestriction } from './extensions/modules.ts';
import { attributePlace, type Context, type ElementModel, elements, mandatory, placeOf, required } from './model.ts';
import { rssChannel } from './rss-channel.ts';

const VERSIONS = new Set(['0.91', '0.92', '2.0']);

export const rssRoot: ElementModel = elements(
  'rss',
  { ...accessRestriction, channel: required(rssChannel) },
  { attributes: { version: mandatory() }, check: checkVersion },
);

function checkVersion(root: Element, context: Context): void {
  const attribute = attributeOf(root, 'version');
  if (attribute !== undefined && !VERSIONS.has(attribute.value))
    context.report('rss/invalid-version', { version: attribute.value }, attributePlace(root, attribute));
}

/** RSS 0.91 came with a DTD; nothing else does. `declaration` is the DOCTYPE as written. */
export function checkRssDoctype(declaration: string, root: Element, context: Context): void {
  const place = placeOf(root);
  if (!declaration.includes(NETSCAPE_ID)) {
    if (/^<!DOCTYPE\s{1,20}\S{1,50}\s{1,20}(?:SYSTEM|PUBLIC)/.test(declaration))
      context.report('xml/external-doctype', {}, place);
    return;
  }
  if (declaration.includes('my.netscape.com')) context.report('xml/deprecated-doctype', {}, place);
  const { version } = context;
  if (version !== '0.91') context.report('xml/mismatched-doctype', { version }, place);
}
