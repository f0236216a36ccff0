// In: numbers as text. Out: findings.
import type { LintCode } from '../../diagnostics/catalogue/lint.ts';
import type { Check } from '../model.ts';

const INTEGER = /^\s{0,20}[+-]?\d{1,100}\s{0,20}$/;

export const integer = number('number/invalid-integer', (value) => INTEGER.test(value));
/** Zero or more. */
export const nonNegativeInteger = number('number/negative', (value) => INTEGER.test(value) && Number(value) >= 0);
/** One or more. */
export const positiveInteger = number('number/not-positive', (value) => INTEGER.test(value) && Number(value) >= 1);
/** A number with or without fraction, not negative. */
export const decimal = number('number/invalid-decimal', (value) => /^\d{1,100}(?:\.\d{0,100})?$/.test(value));
/** A number with or without sign and fraction. */
export const signedDecimal = number('number/invalid-decimal', (value) =>
  /^[+-]?\d{1,100}(?:\.\d{0,100})?$/.test(value),
);

function number(code: LintCode & `number/${string}`, fits: (value: string) => boolean): Check {
  return (value, place, { report }) => {
    if (!fits(value)) report(code, { place: place.name, text: value }, place);
  };
}

/** A whole number; `undefined` when the text is none. */
export function wholeNumber(value: string): number | undefined {
  return INTEGER.test(value) ? Number(value) : undefined;
}
