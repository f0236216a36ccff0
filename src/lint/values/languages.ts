// In: a language tag. Out: findings, by the IANA registry. The front door of language-tags.
import tags from 'language-tags';
import { languageTag as shortestTag } from '../../model/language.ts';
import type { Check } from '../model.ts';

/**
 * A BCP 47 tag. A language that nobody knows is an error; other subtags that are not registered are a warning,
 * since RSS and most readers look at the first alone.
 */
export const languageTag: Check = (value, place, context) => {
  const [primary = ''] = value.split('-', 1);
  const code = codeOf(primary);
  if (code === undefined) {
    context.report('language/unknown', { place: place.name, text: value }, place);
    return;
  }
  const problem = code === primary ? problemOf(value) : `The code of this language is ${code}.`;
  if (problem !== undefined) context.report('language/invalid-tag', { place: place.name, text: value, problem }, place);
};

/** A first subtag as the registry has it: `en` for `eng`, which is known too; `undefined` when it is no language. */
function codeOf(primary: string): string | undefined {
  if (isLanguage(primary)) return primary;
  const code = /^[a-z]{3}$/i.test(primary) ? shortestTag(primary) : undefined;
  return code === primary ? undefined : code;
}

/** The registry lists what is for private use in ranges (RFC 5646 §2.2), which language-tags does not know. */
const PRIVATE_LANGUAGE = /^q[a-t][a-z]$/i;
const PRIVATE_SCRIPT = /^qa(?:a[a-z]|b[a-x])$/i;
const PRIVATE_REGION = /^(?:q[m-z]|x[a-z])$/i;

/** A tag with registered subtags in place of those for private use. */
function withoutPrivateUse(value: string): string {
  return value
    .split('-')
    .map((subtag, at) => {
      if (at === 0) return PRIVATE_LANGUAGE.test(subtag) ? 'und' : subtag;
      if (PRIVATE_SCRIPT.test(subtag)) return 'Zzzz';
      return PRIVATE_REGION.test(subtag) ? 'ZZ' : subtag;
    })
    .join('-');
}

/** Whether the first subtag is registered as a language, or begins a private or grandfathered tag. */
function isLanguage(primary: string): boolean {
  if (!/^[a-z]{1,8}$/i.test(primary)) return false;
  const lower = primary.toLowerCase();
  if (lower === 'x' || lower === 'i' || PRIVATE_LANGUAGE.test(lower)) return true;
  return tags.types(lower).includes('language');
}

/** RFC 5646 §2.1: language-tags passes over subtags that are empty or have none behind them. */
const WELL_FORMED =
  /^(?:(?:i|[a-z]{2,8})(?:-[a-z\d]{2,8})*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+)$/i;

/** What else is wrong with a tag whose language is known; `undefined` when nothing is. */
function problemOf(value: string): string | undefined {
  if (value.length > 100) return 'It is too long.';
  if (!WELL_FORMED.test(value)) return 'It is not well-formed.';
  if (/^[a-z]{2,3}$/i.test(value) || /^[xi]-/i.test(value)) return undefined;
  const tag = tags(withoutPrivateUse(value));
  if (tag.valid()) return undefined;
  // A script that goes without saying may be said (§3.1.9).
  return tag.errors().find(({ message }) => !message.includes('suppress-script'))?.message;
}
