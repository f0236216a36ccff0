// RSS 1.0 module slash: counts of comments and the like, in entries.
import { type ChildTable, many, one, text } from '../model.ts';
import { nonNegativeInteger } from '../values/numbers.ts';
import { matching } from '../values/texts.ts';

export const slash: ChildTable = {
  'slash:comments': one(text('extension', nonNegativeInteger)),
  'slash:section': many(text('extension')),
  'slash:department': many(text('extension')),
  'slash:hit_parade': one(
    text('extension', matching(/^\d{1,20}(?:,\s{0,5}\d{1,20})*$/, 'a list of numbers with commas between')),
  ),
};
