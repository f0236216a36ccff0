// In: the fields of one file. Out: whether it may be published, and if not, why. The words of many generators, and of none alone.
import type { Report } from '../diagnostics/finding.ts';
import type { Withheld } from '../model/article.ts';
import { isFalse, pagelessKey } from './address.ts';
import { beginningOfFields, type Field, fieldAt, type MapEntry, type MapField } from './field.ts';
import { BUILD_KEYS, BUILDING, FEED_KEYS, type KeyNames, PASSWORD_KEYS } from './field-names.ts';
import { type Found, findAll, holdsDate, readSwitch } from './reader.ts';

/** Why something stays out; `undefined`: it does not. `unclear`: nobody can know, which is reported. */
type State = Withheld | 'unclear' | undefined;

/** Front matter that an article has of other files, as far as it may keep it out. Its own counts more. */
export interface Inherited {
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** A file that speaks for it, unclearly; `undefined` when there is none. */
  readonly unclear: string | undefined;
}

/** Whether an article may be published, by its own fields and, where it does not speak itself, by those it inherits. */
export function readWithheld(
  fields: MapField,
  inherited: Inherited | undefined,
  names: KeyNames,
  report: Report,
): State {
  const own = withheldIn(fields, names, report);
  if (own !== undefined || inherited === undefined) return own;
  if (inherited.unclear !== undefined) {
    report('defaults/unclear', { file: inherited.unclear }, beginningOfFields(fields));
    return 'unclear';
  }
  return withheldIn({ ...fields, entries: new Map([...inherited.entries, ...fields.entries]) }, names, report);
}

/**
 * The keys that `withheldIn` looks at, but for addresses, which may be `false`, and for those that only articles have: `feed`
 * is something else in a configuration.
 */
export function withholdingKeys(names: KeyNames): ReadonlySet<string> {
  const keys = names.topLevelOf('removed', 'draft', 'publish', 'status', 'visibility', 'unlisted');
  return new Set([...keys, ...PASSWORD_KEYS, ...BUILDING]);
}

/** Of the entries of a mapping those that may keep an article out, or let it be published. */
export function withholdingEntries(map: MapField, names: KeyNames): ReadonlyMap<string, MapEntry> {
  const keys = withholdingKeys(names);
  const addresses = names.topLevelOf('link', 'canonicalUrl');
  return new Map(
    [...map.entries].filter(([key, { value }]) => keys.has(key) || (addresses.has(key) && isFalse(value))),
  );
}

/** What fields say themselves. */
export function withheldIn(fields: MapField, names: KeyNames, report: Report): State {
  const removed = readSwitch(fields, names.keys.removed);
  const draft = readSwitch(fields, names.keys.draft);
  const publish = readSwitch(
    fields,
    names.keys.publish.filter((key) => !holdsDate(fields, key)),
  );
  const mayRestrict = [...fields.entries.keys()].some((key) => names.restricting.has(key));
  // Eleventy also takes the names of single lists. These keys are of several generators, and none speaks for another.
  const unlisted = (mayRestrict ? names.keys.unlisted : [])
    .filter((key) => fieldAt(fields, key)?.kind !== 'list')
    .map((key) => readSwitch(fields, [key]));
  for (const given of [removed, draft, publish, ...unlisted]) {
    if (given?.value !== 'unclear') continue;
    report('article/unclear-switch', { field: given.key }, given.span);
    return 'unclear';
  }
  if (removed?.value === true) return 'removed';
  if (draft?.value === true || says(fields, names.keys.status, UNPUBLISHED)) return 'draft';
  // What is in no list of its site is in no feed of it either.
  const isUnlisted = unlisted.some((given) => given?.value === true);
  const isRestricted =
    mayRestrict &&
    (says(fields, BUILD_KEYS, UNBUILT) ||
      says(fields, FEED_KEYS, UNFED) ||
      says(fields, names.keys.visibility, FOR_SOME) ||
      hasPassword(fields));
  const isPageless = pagelessKey(fields, names) !== undefined;
  return publish?.value === false || isUnlisted || isRestricted || isPageless ? 'unpublished' : undefined;
}

// These keys may say anything: only words that certainly mean it keep an article out.
/** What is never public in WordPress, Ghost, Drupal and Pelican, and what Yellow lists nowhere. */
const UNPUBLISHED = /^(?:(?:auto-)?draft|pending|private|trash|hidden|unlisted|unpublished)$/i;
/** Whom Ghost, WordPress and Substack show an article to, when not to everyone. */
const FOR_SOME =
  /^(?:members|paid|tiers|filter|private|hidden|internal|password|protected|restricted|unlisted|only_paid|only_free|subscribers|founding)$/i;
/** Without a page, or in no list. */
const UNBUILT = /^(?:never|false|no|off|link|local)$/i;
const UNFED = /^(?:false|no|off)$/i;

function says(fields: MapField, keys: readonly string[], words: RegExp): boolean {
  const isWord = (field: Field) => field.kind === 'scalar' && words.test(field.text.trim());
  return findAll(fields, keys).some(({ field }) =>
    field.kind === 'list' ? field.items.length > 0 && field.items.every(isWord) : isWord(field),
  );
}

/** WordPress answers whether there is one where it does not tell it. */
function hasPassword(fields: MapField): boolean {
  const isGiven = ({ field }: Found) => field.kind === 'scalar' && field.value !== false && field.text.trim() !== '';
  return findAll(fields, PASSWORD_KEYS).some(isGiven) || says(fields, ['content.protected'], /^true$/i);
}
