// RSS 1.0 module syndication: how often a feed changes.
import { type ChildTable, one, text } from './model.ts';
import { w3cDate } from './values/dates.ts';
import { positiveInteger } from './values/numbers.ts';
import { oneOf } from './values/texts.ts';

export const syndication: ChildTable = {
  'sy:updatePeriod': one(text('extension', oneOf('hourly', 'daily', 'weekly', 'monthly', 'yearly'))),
  'sy:updateFrequency': one(text('extension', positiveInteger)),
  'sy:updateBase': one(text('extension', w3cDate)),
};
