// The rule catalogue: every finding that Feedmill can make. Codes are permanent; tables by the part that reports.
import { articleRules } from './catalogue/article.ts';
import { collectionRules } from './catalogue/collections.ts';
import { configRules } from './catalogue/config.ts';
import { defaultsRules } from './catalogue/defaults.ts';
import { fileRules } from './catalogue/files.ts';
import { ledgerRules } from './catalogue/ledger.ts';
import { lintRules } from './catalogue/lint.ts';
import { verifyRules } from './catalogue/verify.ts';
import type { Rule, ValuesOf } from './rule.ts';

/** Every rule by its code. */
export const rules = {
  ...fileRules,
  ...articleRules,
  ...defaultsRules,
  ...collectionRules,
  ...ledgerRules,
  ...verifyRules,
  ...configRules,
  ...lintRules,
};

/** `article/missing-title` and so on. Permanent. */
export type Code = keyof typeof rules;
/** The values that the sentence of a rule is made with. */
export type Values<C extends Code> = ValuesOf<(typeof rules)[C]>;

/** A catalogue entry without its values, for lists and documentation. */
export function ruleNamed(code: Code): Rule<never> {
  return rules[code];
}

export const codes = Object.keys(rules) as readonly Code[];
