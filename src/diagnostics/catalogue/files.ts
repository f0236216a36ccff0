// Findings about a file as a whole: reading it, its encoding, its front matter.
import { rule } from '../rule.ts';
import { named, quoted } from './quoted.ts';

export const fileRules = {
  'files/unreadable': rule({
    severity: 'error',
    title: ({ reason }: { reason: string }) => `This file or folder could not be read: ${reason}.`,
    why: 'What is new there is missing from the feeds; an article that was published stays as it was.',
    fix: 'Make it readable for the user who builds, or leave it out with content.exclude.',
  }),
  'files/too-large': rule({
    severity: 'error',
    title: ({ sizeBytes, maxBytes }: { sizeBytes: number; maxBytes: number }) =>
      `This file has ${sizeBytes} bytes; an article may have ${maxBytes}.`,
    why: 'A file of that size is no article, and reading it would cost memory for nothing.',
    fix: 'Shorten it, or leave it out with content.exclude.',
  }),
  'files/outside-link': rule({
    severity: 'warning',
    title: (_: object) => 'This symbolic link leads out of the content folder; it was not followed.',
    why: 'A link could carry any file of this machine into a public feed.',
    fix: 'Put the file itself into the content folder.',
  }),
  'files/broken-link': rule({
    severity: 'warning',
    title: (_: object) => 'This symbolic link leads nowhere, or in a circle.',
    why: 'There is nothing to read behind it.',
    fix: 'Remove the link or mend its target.',
  }),
  'files/passed-over': rule({
    severity: 'info',
    title: ({ count }: { count: number }) =>
      count === 1
        ? 'The site generator passes over a file of this name or in this folder; left out.'
        : `This is the first of ${count} files whose names or folders the site generator passes over; left out.`,
    why: 'With Jekyll, Hexo, Lume, Astro, Docusaurus and Nuxt Content, an underscore before the name keeps an article out; so does .draft in it with the last, and a folder private or templates with Quartz.',
    fix: 'There is nothing to mend; an article that is to be published gets another name or place.',
  }),
  'files/unread-format': rule({
    severity: 'warning',
    title: ({ count }: { count: number }) =>
      count === 1
        ? 'This file looks like an article in a format that is not read (.rst, .adoc, .org, .textile, .qmd, .mdoc, .svx …); left out.'
        : `This is the first of ${count} files that look like articles in formats that are not read (.rst, .adoc, .org, .textile, .qmd, .mdoc, .svx …); left out.`,
    why: 'What is in it is in no feed.',
    fix: 'Write it in Markdown or HTML, or leave such files out with content.exclude.',
  }),
  'files/repeated-folder': rule({
    severity: 'warning',
    title: ({ key, glob, folder }: { key: string; glob: string; folder: string }) =>
      `${key} holds ${quoted(glob)}, and its globs begin below ${folder} already.`,
    why: 'No file is called so, unless that folder holds another of its name: what was to stay out is published.',
    fix: 'Write the glob as it is below that folder.',
  }),
  'files/invalid-utf-8': rule({
    severity: 'warning',
    title: (_: object) => 'This file is not valid UTF-8; what could not be read became U+FFFD.',
    why: 'Readers will see replacement characters where letters were.',
    fix: 'Save the file as UTF-8.',
    spec: 'Unicode 15 §3.9',
  }),
  'front-matter/missing-fence': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `This file has no complete front matter: ${problem}.`,
    why: 'Without front matter there is no title and no date to publish.',
    fix: 'Begin the file with a line ---, then the keys in YAML, then another line --- (or TOML between lines +++); or leave the file out with content.exclude.',
  }),
  'front-matter/invalid-yaml': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `The YAML cannot be read here: ${problem}`,
    why: 'Nothing after this place can be trusted, so the article is left out.',
    fix: 'Quote texts that hold a colon, a number sign or quotes; inside double quotes write \\" for a quote.',
    spec: 'YAML 1.2',
  }),
  'front-matter/invalid-toml': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `The TOML cannot be read here: ${problem}`,
    why: 'Nothing after this place can be trusted, so the article is left out.',
    fix: 'Write one key = value a line, texts in quotes; or YAML between lines --- instead.',
    spec: 'TOML 1.1',
  }),
  'front-matter/invalid-json': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `The JSON cannot be read: ${problem}`,
    why: 'Nothing in this file can be trusted, so the article is left out.',
    fix: 'Mend the JSON; a linter shows the place.',
    spec: 'RFC 8259',
  }),
  'front-matter/duplicate-key': rule({
    severity: 'error',
    title: ({ key }: { key: string }) => `The key ${named(key)} stands here twice.`,
    why: 'Which of the two is meant cannot be known.',
    fix: 'Keep one of them.',
    spec: 'YAML 1.2 §3.2.1.1',
  }),
  'front-matter/not-a-mapping': rule({
    severity: 'error',
    title: ({ found }: { found: 'a list' | 'a single value' | 'empty' }) =>
      `The front matter is ${found}, and no mapping of keys to values.`,
    why: 'There is no title and no date to publish.',
    fix: 'Write one article a file: in YAML a line key: value for each field, in JSON one object.',
  }),
  'front-matter/too-complex': rule({
    severity: 'error',
    title: ({ limit, max }: { limit: string; max: number }) =>
      `The front matter is beyond the limit of ${max} ${limit}.`,
    why: 'Such a file is an accident or an attack; expanding it could take all memory.',
    fix: 'Write the values out plainly, without aliases and deep nesting.',
  }),
} as const;
