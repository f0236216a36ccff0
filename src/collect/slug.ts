// In: names of topics. Out: their keys, and the folder names of their feeds. None can leave `out/`.
import { hash } from 'node:crypto';
import { foldWhiteSpace, remembered } from '../model/text.ts';

/** Code units that a folder name may have; longer names are cut and told apart by their hash. */
const MAX_SLUG = 80;

/** Topics whose names are equal after folding white space and case are one topic. Most names recur: each is folded once. */
export const topicKey = remembered(20_000, (name) => foldWhiteSpace(name.normalize('NFC').toLowerCase()));

/**
 * `AI Builder` → `ai-builder`, `C++` → `c-plus-plus`, `人工智能` stays: NFC, lower case, `+` and `#` spelled out,
 * every other run of what is neither letter, mark nor digit → `-`. Empty when nothing is left.
 */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\+/g, '-plus')
    .replace(/#/g, '-sharp')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .normalize('NFC');
  return slug.length > MAX_SLUG ? withHash(slug.slice(0, MAX_SLUG).replace(/(?:[\uD800-\uDBFF]|-)$/, ''), name) : slug;
}

/**
 * A slug that another topic has as well, told apart by six hex digits of the name's SHA-256, or by more of them where a
 * topic is called so itself.
 */
export function withHash(slug: string, name: string, isTaken: (slug: string) => boolean = () => false): string {
  const sha256 = hash('sha256', topicKey(name));
  let digits = 6;
  while (digits < sha256.length && isTaken(`${slug}-${sha256.slice(0, digits)}`)) digits++;
  return `${slug}-${sha256.slice(0, digits)}`;
}
