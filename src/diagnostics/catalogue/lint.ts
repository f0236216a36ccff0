// Every finding that `check` makes, one table a specification.
import { lintAtomRules } from './lint-atom.ts';
import { lintExtensionRules } from './lint-extensions.ts';
import { lintHtmlRules } from './lint-html.ts';
import { lintHttpRules } from './lint-http.ts';
import { lintJsonFeedRules } from './lint-json-feed.ts';
import { lintOpmlRules } from './lint-opml.ts';
import { lintProfileRules } from './lint-profiles.ts';
import { lintRssRules } from './lint-rss.ts';
import { lintValueRules } from './lint-values.ts';
import { lintXmlRules } from './lint-xml.ts';

export const lintRules = {
  ...lintXmlRules,
  ...lintValueRules,
  ...lintRssRules,
  ...lintAtomRules,
  ...lintExtensionRules,
  ...lintHtmlRules,
  ...lintHttpRules,
  ...lintJsonFeedRules,
  ...lintOpmlRules,
  ...lintProfileRules,
};

/** The code of a rule of `check`. */
export type LintCode = keyof typeof lintRules;

export const lintCodes = Object.keys(lintRules) as readonly LintCode[];
