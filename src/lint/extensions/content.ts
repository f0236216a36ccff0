// RSS 1.0 module content: the full text of an item.

import { checkHtmlOf } from '../html.ts';
import { type ChildTable, elements, many, one, text } from '../model.ts';
import { rdfResource } from './dublin-core.ts';

const item = elements('extension', {
  'content:format': one(rdfResource),
  'content:encoding': one(rdfResource),
  'rdf:value': one({ ...text('extension'), content: 'any', attributes: 'any' }),
});

export const content: ChildTable = {
  'content:encoded': one({ ...text('extension'), check: checkHtmlOf }),
  'content:items': one(
    elements('extension', {
      'rdf:Bag': one(
        elements('extension', {
          'rdf:li': many(elements('extension', { 'content:item': many({ ...item, attributes: 'any' }) })),
        }),
      ),
    }),
  ),
};
