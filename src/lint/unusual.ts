// Elements that are known wherever they stand, and so merely unusual, where a table does not name them. Feeds and entries of Atom
// refuse Atom's own (RFC 4287 §4).
import { atomLink } from './atom-link.ts';
import { atomCategory, atomGenerator, atomPerson, atomPicture } from './atom-parts.ts';
import { atomContent, atomText } from './atom-text.ts';
import { dublinCoreOfThings } from './extensions/dublin-core.ts';
import { everywhere } from './extensions/extensions.ts';
import { type ChildTable, many, text } from './model.ts';
import { rfc3339Date } from './values/dates.ts';
import { canonicalIri } from './values/uris.ts';

export const UNUSUAL: ChildTable = {
  ...everywhere,
  ...dublinCoreOfThings,
  'atom:author': many(atomPerson),
  'atom:category': many(atomCategory),
  'atom:content': many(atomContent),
  'atom:contributor': many(atomPerson),
  'atom:generator': many(atomGenerator),
  'atom:icon': many(atomPicture),
  'atom:id': many(text('atom', canonicalIri)),
  'atom:link': many(atomLink),
  'atom:logo': many(atomPicture),
  'atom:published': many(text('atom', rfc3339Date)),
  'atom:rights': many(atomText),
  'atom:subtitle': many(atomText),
  'atom:summary': many(atomText),
  'atom:title': many(atomText),
  'atom:updated': many(text('atom', rfc3339Date)),
};
