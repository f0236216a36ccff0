// The kinds of values that feedmill.yaml may hold, each with the sentence that refuses another: the words of schema.ts.
import * as v from 'valibot';
import { languageTag } from '../../model/language.ts';
import { lazyPackage } from '../../model/lazy-package.ts';
import { plainText } from '../../model/text.ts';
import { absoluteUrl } from '../../model/url.ts';

const picomatch = lazyPackage<typeof import('picomatch')>('picomatch');

export const about = <T>(meaning: string) => v.description<T, string>(meaning);
export const text = (meaning: string) =>
  v.pipe(
    v.string('it is not a text'),
    v.check((given) => plainText(given) !== '', 'it is empty'),
    v.transform(plainText),
    about(meaning),
  );
/** A text that passes a check. */
export const textThat = (isRight: (given: string) => boolean, refusal: string, meaning: string) =>
  v.pipe(v.string(refusal), v.check(isRight, refusal), about(meaning));
/** What is made of a text; `undefined`: it is none. */
const madeOfText = <T>(make: (given: string) => T | undefined, refusal: string) =>
  v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
    const made = make(dataset.value);
    if (made !== undefined) return made;
    addIssue({ message: refusal });
    return NEVER;
  });
export const address = (meaning: string) =>
  v.pipe(
    v.string('it is not an address'),
    madeOfText((given) => absoluteUrl(given), 'it is not an absolute http or https address without user and password'),
    about(meaning),
  );
export const language = (meaning: string) => {
  const refusal = 'it is not a language tag such as en or pt-BR';
  return v.pipe(v.string(refusal), madeOfText(languageTag, refusal), about(meaning));
};
export const languages = (meaning: string) =>
  oneOrMore(language(''), 'it is not a language tag such as en or pt-BR, or a list of them', meaning);
export const count = (meaning: string, min: number) =>
  v.pipe(
    v.number('it is not a number'),
    v.integer('it is not a whole number'),
    v.minValue(min, `it is less than ${min}`),
    about(meaning),
  );
export const flag = (meaning: string) => v.pipe(v.boolean('it is neither true nor false'), about(meaning));
/** A list, or one alone that stands for a list of it. */
export const oneOrMore = <T>(one: v.GenericSchema<unknown, T>, refusal: string, meaning: string) =>
  v.pipe(
    v.union(
      [
        v.array(one),
        v.pipe(
          one,
          v.transform((only) => [only]),
        ),
      ],
      refusal,
    ),
    about(meaning),
  );
export const names = (meaning: string) => oneOrMore(word(), 'it is not a list of names', meaning);
const word = () =>
  v.pipe(
    v.union([v.string(), v.number(), v.boolean()]),
    v.transform((given) => String(given)),
  );
export const globs = (meaning: string) =>
  v.pipe(
    v.array(
      v.pipe(
        v.string('it is not a glob pattern'),
        v.check(isGlob, 'it is not a glob pattern'),
        // As in a .gitignore: a slash at the beginning is the folder of articles, one at the end makes a folder of it.
        v.transform((given) => given.replace(/^(!?)\/+/, '$1').replace(/\/+$/, `/${EVERY_FILE}`) || EVERY_FILE),
      ),
      'it is not a list of glob patterns',
    ),
    about(meaning),
  );
export const template = (meaning: string, allowed: readonly string[]) =>
  v.pipe(
    v.string('it is not a text'),
    v.check((given) => plainText(given) !== '', 'it is empty'),
    v.check(
      (given) => [...given.matchAll(/\{([^}]*)\}/g)].every(([, name = '']) => allowed.includes(name)),
      `it may hold {${allowed.join('}, {')}} only`,
    ),
    about(`${meaning} It may hold ${allowed.map((name) => `\`{${name}}\``).join(', ')}.`),
  );
export const section = <E extends v.ObjectEntries>(entries: E) => v.object(entries, 'it is not a mapping');

/** A mapping whose keys are names of the user's own; valibot's leaves out `constructor` and other names that JavaScript has. */
export function record<K extends v.GenericSchema<string>, V extends v.GenericSchema>(key: K, value: V) {
  const schema = v.record(key, value, 'it is not a mapping');
  const run: (typeof schema)['~run'] = (dataset, config) => {
    const given = dataset.value;
    if (typeof given !== 'object' || given === null) return schema['~run'](dataset, config);
    const kept = Object.create(null);
    const issues: v.BaseIssue<unknown>[] = [];
    // A list is told of where keys are looked for that nobody knows.
    for (const [name, inner] of Array.isArray(given) ? [] : Object.entries(given)) {
      const checked = { key: v.safeParse(key, name, config), value: v.safeParse(value, inner, config) };
      const item = { type: 'object', input: { ...given }, key: name, value: inner } as const;
      for (const origin of ['key', 'value'] as const) {
        for (const issue of checked[origin].issues ?? [])
          issues.push({ ...issue, path: [{ ...item, origin }, ...(issue.path ?? [])] });
      }
      kept[name] = checked.value.output;
    }
    const [first, ...more] = issues;
    const done =
      first === undefined ? { typed: true, value: kept } : { typed: false, value: kept, issues: [first, ...more] };
    return done as ReturnType<(typeof schema)['~run']>;
  };
  return { ...schema, '~run': run };
}

/** The glob pattern of every file; what includes it needs no others. */
export const EVERY_FILE = '**';

/** Whether a text is a glob pattern. */
export function isGlob(pattern: string): boolean {
  return pattern === EVERY_FILE || (pattern.trim() !== '' && picomatch().makeRe(pattern) !== undefined);
}
