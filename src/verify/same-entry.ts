// In: entries as meant, and as read. Out: whether they are the same in every field and in this order.
// Nearly always they are, and this finds it at the price of looking; what differs otherwise is for compare.ts to tell.
import type {
  ReadCategory,
  ReadEnclosure,
  ReadEntry,
  ReadMedia,
  ReadPerson,
  ReadPicture,
  ReadRelated,
} from './read-back/feed.ts';

export function areSameEntries(a: readonly ReadEntry[], b: readonly ReadEntry[]): boolean {
  return areSame(a, b, isSameEntry);
}

function isSameEntry(a: ReadEntry, b: ReadEntry): boolean {
  return (
    a.id === b.id &&
    a.isPermalink === b.isPermalink &&
    a.link === b.link &&
    a.via === b.via &&
    a.title === b.title &&
    a.summary === b.summary &&
    a.content === b.content &&
    a.published === b.published &&
    a.updated === b.updated &&
    areSame(a.authors, b.authors, isSamePerson) &&
    isSameOptional(a.firstAuthor, b.firstAuthor, isSamePerson) &&
    areSame(a.contributors, b.contributors, isSamePerson) &&
    areSame(a.categories, b.categories, isSameCategory) &&
    a.rights === b.rights &&
    a.language === b.language &&
    isSameOptional(a.source, b.source, isSameSource) &&
    areSame(a.pictures, b.pictures, isSamePicture) &&
    isSameOptional(a.thumbnail, b.thumbnail, isSamePicture) &&
    areSame(a.media, b.media, isSameMedia) &&
    areSame(a.enclosures, b.enclosures, isSameEnclosure) &&
    areSame(a.related, b.related, isSameRelated) &&
    a.type === b.type &&
    a.ampUrl === b.ampUrl &&
    areSame(a.unexpected, b.unexpected, Object.is)
  );
}

function areSame<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!isSame(a[index] as T, b[index] as T)) return false;
  return true;
}

function isSameOptional<T extends object>(
  a: T | undefined,
  b: T | undefined,
  isSame: (a: T, b: T) => boolean,
): boolean {
  return a === undefined || b === undefined ? a === b : isSame(a, b);
}

function isSamePerson(a: ReadPerson, b: ReadPerson): boolean {
  return a.name === b.name && a.url === b.url && a.email === b.email && a.avatar === b.avatar;
}

function isSameCategory(a: ReadCategory, b: ReadCategory): boolean {
  return a.name === b.name && a.term === b.term && a.scheme === b.scheme;
}

function isSameSource(a: NonNullable<ReadEntry['source']>, b: NonNullable<ReadEntry['source']>): boolean {
  return a.name === b.name && a.url === b.url;
}

function isSamePicture(a: ReadPicture, b: ReadPicture): boolean {
  return a.url === b.url && a.type === b.type && a.width === b.width && a.height === b.height;
}

function isSameMedia(a: ReadMedia, b: ReadMedia): boolean {
  return a.url === b.url && a.type === b.type && a.medium === b.medium;
}

function isSameEnclosure(a: ReadEnclosure, b: ReadEnclosure): boolean {
  return (
    a.url === b.url &&
    a.type === b.type &&
    a.lengthBytes === b.lengthBytes &&
    a.title === b.title &&
    a.durationSeconds === b.durationSeconds
  );
}

function isSameRelated(a: ReadRelated, b: ReadRelated): boolean {
  return (
    a.url === b.url &&
    a.title === b.title &&
    a.summary === b.summary &&
    a.provider === b.provider &&
    a.providerHost === b.providerHost &&
    a.published === b.published &&
    a.picture === b.picture
  );
}
