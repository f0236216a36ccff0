// RFC 4685: threads, that is, entries that answer others.
import { attributeValue } from '../document.ts';
import { anything, type ChildTable, many, one, optional, placeOf, text, withAttributes } from '../model.ts';
import { mediaType } from '../values/media-types.ts';
import { nonNegativeInteger } from '../values/numbers.ts';
import { canonicalIri, iriReference } from '../values/uris.ts';

/** thr:in-reply-to, which may stand in a feed too. */
export const inReplyTo: ChildTable = {
  'thr:in-reply-to': many({
    ...withAttributes(text('extension'), {
      ref: optional(canonicalIri),
      href: optional(iriReference),
      source: optional(iriReference),
      type: optional(mediaType),
    }),
    check(element, { report }) {
      if (attributeValue(element, 'ref') !== undefined) return;
      const code =
        attributeValue(element, 'href') === undefined ? 'threading/missing-reference' : 'threading/missing-ref';
      report(code, {}, placeOf(element));
    },
  }),
};

export const threading: ChildTable = {
  ...inReplyTo,
  'thr:total': one(text('extension', nonNegativeInteger)),
};

/** The older RSS 1.0 module of the same prefix. */
export const threadingOfRdf: ChildTable = { 'thr:children': many(anything('extension')) };
