// Findings about files in which site generators keep front matter for other files.
import { rule } from '../rule.ts';
import { named } from './quoted.ts';

export const defaultsRules = {
  'defaults/keep-out': rule({
    severity: 'info',
    title: ({ keys }: { keys: string }) =>
      `${named(keys)} here keeps out the articles that this file speaks for, unless they say otherwise.`,
    why: 'The site generator does not publish them either.',
    fix: 'There is nothing to mend; an article that is to be published says so in its own front matter.',
  }),
  'defaults/passed-over': rule({
    severity: 'info',
    title: ({ count, first }: { count: number; first: string }) =>
      count === 1
        ? `The site generator is told here to pass over ${first}; left out.`
        : `The site generator is told here to pass over ${count} files that are articles by their names, ${first} the first of them; left out.`,
    why: 'The site generator does not publish them either.',
    fix: 'There is nothing to mend; what is to be published may not be on this list, or this file is left out with content.exclude, by its path from the folder of articles (../hugo.toml).',
  }),
  'defaults/not-read': rule({
    severity: 'warning',
    title: (_: object) => 'This file seems to say which articles stay out, but only its site generator can read it.',
    why: 'What would stay out for that reason alone is published.',
    fix: 'Say it in the articles themselves, or in a data file in JSON or YAML; or leave this file out with content.exclude, by its path from the folder of articles (../hugo.toml).',
  }),
  'defaults/unclear': rule({
    severity: 'error',
    title: ({ file }: { file: string }) =>
      `${file} speaks for this article, and whether it may be published there is unclear; it was left out.`,
    why: 'Publishing what was to stay out would be worse than waiting.',
    fix: 'Mend that file, or leave it out with content.exclude, by its path from the folder of articles (../hugo.toml).',
  }),
};
