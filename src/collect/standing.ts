// In: what choosing knew of a file, and what it knows of it now. Out: whether it would choose just the same.
import type { Candidate } from '../model/collection.ts';

type Same = (a: Candidate, b: Candidate) => boolean;

const is =
  (key: keyof Candidate): Same =>
  (a, b) =>
    Object.is(a[key], b[key]);
const list =
  (key: 'pages' | 'topics' | 'pinnedTo'): Same =>
  ({ [key]: before }, { [key]: after }) =>
    before?.length === after?.length && (before ?? []).every((text, index) => text === after?.[index]);
const ignored: Same = () => true;

/** What choosing looks at. A change of what it does not look at moves no entry and no feed. */
const LOOKED_AT: Readonly<Record<Exclude<keyof Candidate, 'pagePrint' | 'fileDigest'>, Same>> = {
  id: is('id'),
  pages: list('pages'),
  published: is('published'),
  path: is('path'),
  // Parents are compared themselves.
  parent: (a, b) => (a.parent === undefined) === (b.parent === undefined),
  relatedIndex: is('relatedIndex'),
  host: is('host'),
  providerName: is('providerName'),
  topics: list('topics'),
  type: is('type'),
  category: is('category'),
  language: is('language'),
  quality: is('quality'),
  heat: is('heat'),
  pinnedTo: list('pinnedTo'),
  withheld: is('withheld'),
  // These move the change clock, and find a file again that was moved.
  updated: ignored,
  text: ignored,
  seen: ignored,
};

const LOOKS = Object.values(LOOKED_AT);

/** Whether the candidates of one file, read twice, stand in the same feeds at the same places. */
export function standsAsBefore(before: readonly Candidate[], after: readonly Candidate[]): boolean {
  return (
    before.length === after.length &&
    before.every((candidate, index) => {
      const now = after[index];
      return now !== undefined && LOOKS.every((isSame) => isSame(candidate, now));
    })
  );
}
