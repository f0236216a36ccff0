// Findings about articles together: identity, addresses of feeds, choice.
import { rule } from '../rule.ts';
import { counted } from '../shown.ts';
import { quoted } from './quoted.ts';

export const collectionRules = {
  'collections/duplicate-id': rule({
    severity: 'error',
    title: ({ id, path }: { id: string; path: string }) =>
      `This file has the same identity as ${path} (${id}); it was left out.`,
    why: 'Readers would take the two for one article and show either.',
    fix: 'Rename one of the two files: their paths may not differ in the extension alone.',
    spec: 'RFC 4287 §4.2.6',
  }),
  'collections/shared-address': rule({
    severity: 'info',
    title: ({ path }: { path: string }) => `This article has the same address as ${path}; both are published.`,
    why: 'Two files are two articles: a story may be announced again.',
    fix: 'Nothing, if that is meant; else unpublish one of them.',
  }),
  'collections/duplicate-slug': rule({
    severity: 'info',
    title: ({ name, slug }: { name: string; slug: string }) =>
      `The topic ${name} shares its address with another; it is published at topics/${slug}/.`,
    why: 'Two feeds cannot have one address.',
    fix: 'Nothing; or join the topics under one spelling.',
  }),
  'collections/nameless-topic': rule({
    severity: 'warning',
    title: ({ name }: { name: string }) =>
      `The topic ${name} holds neither letter nor digit, so it has no feed of its own.`,
    why: 'There is nothing to make an address of.',
    fix: 'Rename the topic.',
  }),
  'collections/unmatched-name': rule({
    severity: 'info',
    title: ({ key, name, nearest }: { key: string; name: string; nearest: string | undefined }) =>
      `${key} names ${quoted(name)}, which no article has${nearest === undefined ? '.' : `; was ${quoted(nearest)} meant?`}`,
    why: 'A mistyped name does nothing.',
    fix: 'Correct or remove it in feedmill.yaml; leave it if such articles are still to come.',
  }),
  'collections/empty-feed': rule({
    severity: 'info',
    title: ({ slug }: { slug: string }) => `No article is what feeds.custom asks for; feeds/${slug}/ is not written.`,
    why: 'A feed that never had an entry has no subscribers who could miss it.',
    fix: 'Correct its where in feedmill.yaml; leave it if such articles are still to come.',
  }),
  'collections/nothing-publishable': rule({
    severity: 'error',
    title: ({ files }: { files: number }) =>
      files === 0 ? 'The content folder holds no article.' : `Of ${counted(files, 'file')} none can be published.`,
    why: 'Empty feeds would make every subscriber lose what they have; nothing was written.',
    fix: 'Check content.dir, content.include and content.exclude, then the other findings.',
  }),
  'collections/missing-site-id': rule({
    severity: 'warning',
    title: ({ id }: { id: string }) =>
      `site.id is missing; what the ledger has is taken, else ${id}, made of site.url.`,
    why: 'Ids are for ever: with another host every article would come again as new.',
    fix: 'Write site.id into feedmill.yaml, as the second line of the ledger has it, and never change it.',
    spec: 'RFC 4151',
  }),
} as const;
