// Findings of `check` about the HTML inside feeds.
import { rule } from '../rule.ts';
import { shown } from './quoted.ts';

export interface InHtml {
  readonly place: string;
  readonly what: string;
}

export const lintHtmlRules = {
  'html/unknown-element': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} holds <${what}>, which HTML does not know.`,
    why: 'Readers drop it or show it as text.',
    fix: 'Use elements of HTML; escape what is no tag.',
    spec: 'HTML Living Standard',
  }),
  'html/broken-markup': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} is broken: ${what}.`,
    why: 'Readers mend it differently; an unclosed tag can swallow the rest of the page.',
    fix: 'Close the tags in order and quote attributes.',
    spec: 'HTML Living Standard',
  }),
  'html/risky-element': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} holds <${what}>, which readers remove.`,
    why: 'It could run code or load pages, so careful readers drop it, some the whole entry.',
    fix: 'Write the content without it; link to the page instead.',
  }),
  'html/risky-attribute': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} holds the attribute ${what}, which readers remove.`,
    why: 'It could run code, or means nothing outside the page.',
    fix: 'Remove it.',
  }),
  'html/risky-style': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} is styled with ${shown(what)}, which readers remove.`,
    why: 'Styles can cover or imitate parts of the reader.',
    fix: 'Remove the style.',
  }),
  'html/escaped-twice': rule({
    severity: 'warning',
    title: ({ place, tag }: { place: string; tag: string }) =>
      `The HTML of ${place} is escaped twice: ${tag} is text in it.`,
    why: 'Readers show the code instead of the text.',
    fix: 'Escape the HTML once: &lt;p&gt; in XML, <p> in JSON or CDATA.',
  }),
  'html/relative-reference': rule({
    severity: 'warning',
    title: ({ place, what }: InHtml) => `The HTML of ${place} refers to ${shown(what)}, which is relative.`,
    why: 'Readers resolve it against different addresses, or not at all.',
    fix: 'Write the address in full.',
    spec: 'RSS Best Practices Profile, description',
  }),
} as const;
