// RSS 1.0 module syndication: how often a feed changes.
import { type ChildTable, one, text } from '../model.ts';
import { w3cAnyTime } from '../values/dates.ts';
import { positiveInteger } from '../values/numbers.ts';
import { oneOf } from '../values/texts.ts';

export const syndication: ChildTable = {
  'sy:updatePeriod': one(text('extension', oneOf('hourly', 'daily', 'weekly', 'monthly', 'yearly'))),
  'sy:updateFrequency': one(text('extension', positiveInteger)),
  // By default 1970 (RSS 1.0 Modules: Syndication).
  'sy:updateBase': one(text('extension', w3cAnyTime)),
};
