// Findings that every XML vocabulary shares: elements and attributes that are missing, twice, unknown or misplaced.
// One set of codes a specification, so that each can be switched on its own.
import { type Rule, rule } from '../rule.ts';

export interface InParent {
  readonly element: string;
  readonly parent: string;
}

export interface OnElement {
  readonly attribute: string;
  readonly element: string;
}

/** What can be wrong with the structure of a document, whatever its vocabulary. */
export interface StructureRules {
  readonly 'unknown-element': Rule<InParent>;
  readonly 'duplicate-element': Rule<InParent>;
  readonly 'missing-element': Rule<InParent>;
  readonly 'unexpected-text': Rule<{ readonly element: string }>;
  readonly 'unexpected-child': Rule<InParent>;
  readonly 'unknown-attribute': Rule<OnElement>;
  readonly 'missing-attribute': Rule<OnElement>;
}

/** `rss/unknown-element` and so on. */
export type StructureOf<Spec extends string> = {
  readonly [Problem in keyof StructureRules as `${Spec}/${Problem}`]: StructureRules[Problem];
};

/** The structural rules of one specification. `spec` names it, as the findings will. */
export function structureOf<Spec extends string>(prefix: Spec, spec: string): StructureOf<Spec> {
  const rules: StructureRules = {
    'unknown-element': rule({
      severity: 'error',
      title: ({ element, parent }: InParent) => `There is no element <${element}> that may stand in <${parent}>.`,
      why: 'Readers ignore what they do not know, so what it says is lost; often it is a misspelling.',
      fix: 'Correct the name, move the element to where it belongs, or put your own elements in a namespace.',
      spec,
    }),
    'duplicate-element': rule({
      severity: 'error',
      title: ({ element, parent }: InParent) => `<${parent}> has more than one <${element}>.`,
      why: 'Some readers take the first, others the last.',
      fix: 'Keep one of them.',
      spec,
    }),
    'missing-element': rule({
      severity: 'error',
      title: ({ element, parent }: InParent) => `<${parent}> has no <${element}>.`,
      why: 'The specification requires it, and readers count on it.',
      fix: 'Add the element.',
      spec,
    }),
    'unexpected-text': rule({
      severity: 'error',
      title: ({ element }: { element: string }) => `<${element}> holds text, but may not.`,
      why: 'No reader shows it; often a tag around it is missing.',
      fix: 'Remove the text, or put it into the element that it belongs to.',
      spec,
    }),
    'unexpected-child': rule({
      severity: 'error',
      title: ({ element, parent }: InParent) => `<${parent}> holds plain text only, but here stands <${element}>.`,
      why: 'Readers drop the inner element, its text, or both.',
      fix: 'Escape the markup (&lt;…&gt;) where HTML is allowed; else leave the text alone.',
      spec,
    }),
    'unknown-attribute': rule({
      severity: 'error',
      title: ({ attribute, element }: OnElement) => `<${element}> has no attribute ${attribute}.`,
      why: 'Readers ignore it, so what it says is lost; often it is a misspelling.',
      fix: 'Correct its name or remove it.',
      spec,
    }),
    'missing-attribute': rule({
      severity: 'error',
      title: ({ attribute, element }: OnElement) => `<${element}> has no ${attribute}.`,
      why: 'Without the attribute the element means nothing.',
      fix: 'Add the attribute.',
      spec,
    }),
  };
  return Object.fromEntries(
    Object.entries(rules).map(([problem, entry]) => [`${prefix}/${problem}`, entry]),
  ) as StructureOf<Spec>;
}
