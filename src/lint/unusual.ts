// Elements that are known wherever they stand, and so merely unusual, where a table does not name them. Feeds and entries of Atom
// refuse Atom's own (RFC 4287 §4).
import { atomOfFeed, atomPicture } from './atom-parts.ts';
import { atomContent, atomText } from './atom-text.ts';
import { dublinCoreOfThings } from './extensions/dublin-core.ts';
import { everywhere } from './extensions/extensions.ts';
import { type ChildTable, many, text } from './model.ts';
import { rfc3339Date } from './values/dates.ts';
import { canonicalIri } from './values/uris.ts';

export const UNUSUAL: ChildTable = {
  ...everywhere,
  ...dublinCoreOfThings,
  ...atomOfFeed,
  'atom:content': many(atomContent),
  'atom:icon': many(atomPicture),
  'atom:id': many(text('atom', canonicalIri)),
  'atom:logo': many(atomPicture),
  'atom:published': many(text('atom', rfc3339Date)),
  'atom:summary': many(atomText),
  'atom:updated': many(text('atom', rfc3339Date)),
};
