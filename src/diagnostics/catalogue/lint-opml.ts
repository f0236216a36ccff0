// Findings of `check` about OPML.
import { rule } from '../rule.ts';
import { structureOf } from './lint-structure.ts';
import { shown } from './quoted.ts';

export const lintOpmlRules = {
  ...structureOf('opml', 'OPML 2.0'),
  'opml/invalid-version': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `There is no OPML version ${shown(text)}.`,
    why: 'Programs choose their rules by it.',
    fix: 'Write version="2.0".',
    spec: 'OPML 2.0 What is <opml>?',
  }),
  'opml/misplaced-element': rule({
    severity: 'warning',
    title: ({ element, parent }: { element: string; parent: string }) => `<${element}> is unusual in <${parent}>.`,
    why: 'Programs do not look for it there.',
    fix: 'Remove it, or move it.',
  }),
  'opml/obsolete-root': rule({
    severity: 'warning',
    title: (_: object) => 'The root element is <outlineDocument>, which <opml> replaced.',
    why: 'Programs look for <opml>.',
    fix: 'Write <opml version="2.0">.',
    spec: 'OPML 2.0',
  }),
  'opml/missing-xml-url': rule({
    severity: 'error',
    title: (_: object) => 'An outline of type rss has no xmlUrl.',
    why: 'There is nothing to subscribe to.',
    fix: 'Add xmlUrl with the address of the feed.',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/missing-url': rule({
    severity: 'warning',
    title: ({ type }: { type: string }) => `An outline of type ${type} has no url.`,
    why: 'There is nothing to open.',
    fix: 'Add url.',
    spec: 'OPML 2.0 Inclusion',
  }),
  'opml/missing-title': rule({
    severity: 'warning',
    title: (_: object) => 'An outline of type rss has no title.',
    why: 'Older programs show title, not text.',
    fix: 'Repeat text as title.',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/missing-type': rule({
    severity: 'warning',
    title: ({ attribute }: { attribute: string }) => `An outline has ${attribute}, but no type.`,
    why: 'Programs decide by the type what the outline is.',
    fix: 'Add type="rss".',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/unknown-outline-version': rule({
    severity: 'warning',
    title: ({ text }: { text: string }) =>
      `The version of a feed is RSS, RSS1, RSS2, ATOM or scriptingNews: ${shown(text)}.`,
    why: 'Programs ignore others.',
    fix: 'Write one of these, or leave it out.',
    spec: 'OPML 2.0 Subscription lists',
  }),
  'opml/invalid-expansion-state': rule({
    severity: 'error',
    title: ({ text }: { text: string }) => `expansionState is a list of line numbers with commas: ${shown(text)}.`,
    why: 'Outliners show everything collapsed.',
    fix: 'Write numbers with commas between, or leave it out.',
    spec: 'OPML 2.0 What is a <head>?',
  }),
} as const;
