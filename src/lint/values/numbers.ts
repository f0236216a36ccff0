// In: numbers as text. Out: findings.
import type { Check } from '../model.ts';

const INTEGER = /^\s{0,20}[+-]?\d{1,100}\s{0,20}$/;

export const integer: Check = (value, place, context) => {
  if (!INTEGER.test(value)) context.report('number/invalid-integer', { place: place.name, text: value }, place);
};

/** Zero or more. */
export const nonNegativeInteger: Check = (value, place, context) => {
  if (!INTEGER.test(value) || Number(value) < 0)
    context.report('number/negative', { place: place.name, text: value }, place);
};

/** One or more. */
export const positiveInteger: Check = (value, place, context) => {
  if (!INTEGER.test(value) || Number(value) < 1)
    context.report('number/not-positive', { place: place.name, text: value }, place);
};

/** A number with or without fraction, not negative. */
export const decimal: Check = (value, place, context) => {
  if (!/^\d{1,100}(?:\.\d{0,100})?$/.test(value))
    context.report('number/invalid-decimal', { place: place.name, text: value }, place);
};

/** A number with or without sign and fraction. */
export const signedDecimal: Check = (value, place, context) => {
  if (!/^[+-]?\d{1,100}(?:\.\d{0,100})?$/.test(value))
    context.report('number/invalid-decimal', { place: place.name, text: value }, place);
};

/** A whole number; `undefined` when the text is none. */
export function wholeNumber(value: string): number | undefined {
  return INTEGER.test(value) ? Number(value) : undefined;
}
