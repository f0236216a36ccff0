// Findings of `check` about XML itself: form, encoding, namespaces, and what kind of document it is.
import { rule } from '../rule.ts';
import { shown } from './quoted.ts';

export const lintXmlRules = {
  'xml/not-well-formed': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `The document is not well-formed XML: ${problem}.`,
    why: 'Strict readers stop here and show nothing.',
    fix: 'Mend the markup at this place; write & as &amp; and < as &lt; in text.',
    spec: 'XML 1.0 §2.1',
  }),
  'xml/undefined-entity': rule({
    severity: 'error',
    title: ({ entity }: { entity: string }) => `The entity ${entity} is not defined in XML.`,
    why: 'XML knows only lt, gt, amp, quot and apos; strict readers stop here.',
    fix: 'Write the character itself, or its number (&#160; for a no-break space).',
    spec: 'XML 1.0 §4.1',
  }),
  'xml/unexpanded-entity': rule({
    severity: 'warning',
    title: ({ entity }: { entity: string }) => `The entity ${entity} is declared in the document itself.`,
    why: 'Most readers do not expand such entities, for safety; its text is missing there.',
    fix: 'Write the text itself.',
    spec: 'XML 1.0 §4.4',
  }),
  'xml/undeclared-prefix': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `${problem}.`,
    why: 'Namespace-aware readers stop here.',
    fix: 'Declare the prefix on the root element: xmlns:prefix="its namespace".',
    spec: 'Namespaces in XML 1.0 §5',
  }),
  'xml/misplaced-declaration': rule({
    severity: 'error',
    title: (_: object) => 'Something stands before the XML declaration.',
    why: 'XML allows nothing there, not even white space; strict readers stop.',
    fix: 'Remove what stands before <?xml; often it is a blank line that a plug-in or include writes.',
    spec: 'XML 1.0 §2.8',
  }),
  'xml/unsupported-version': rule({
    severity: 'error',
    title: ({ version }: { version: string }) => `The XML version is ${version}.`,
    why: 'Feed readers know XML 1.0 only.',
    fix: 'Write <?xml version="1.0" encoding="utf-8"?>.',
    spec: 'XML 1.0 §2.8',
  }),
  'xml/too-deep': rule({
    severity: 'error',
    title: ({ max }: { max: number }) => `Elements are nested more than ${max} deep; what is deeper was not read.`,
    why: 'Such a document is an accident or an attack; readers refuse it.',
    fix: 'Close the elements.',
  }),
  'xml/too-many-elements': rule({
    severity: 'error',
    title: ({ max }: { max: number }) =>
      `There are more than ${max} elements and attributes; what stands behind was not read.`,
    why: 'Such a document is an accident or an attack; readers refuse it.',
    fix: 'Keep only the newest entries, or page the feed.',
  }),
  'xml/deprecated-doctype': rule({
    severity: 'error',
    title: (_: object) => 'The DOCTYPE points to a file that Netscape took down.',
    why: 'Readers that fetch it fail.',
    fix: 'Remove the DOCTYPE.',
    spec: 'RSS 0.91',
  }),
  'xml/mismatched-doctype': rule({
    severity: 'error',
    title: ({ version }: { version: string }) => `The DOCTYPE is that of RSS 0.91, but the version is ${version}.`,
    why: 'A reader that validates would refuse every newer element.',
    fix: 'Remove the DOCTYPE.',
    spec: 'RSS 0.91',
  }),
  'xml/external-doctype': rule({
    severity: 'info',
    title: (_: object) => 'The document refers to an external DTD.',
    why: 'Readers do not fetch it.',
    fix: 'Remove the DOCTYPE.',
    spec: 'XML 1.0 §4.2.2',
  }),
  'xml/xslt-stylesheet': rule({
    severity: 'info',
    title: (_: object) => 'The document has browsers make a page of it with XSLT.',
    why: 'Browsers give XSLT up, one after the other; people see bare XML then.',
    fix: 'Offer a page in HTML beside the feed, with a CSS stylesheet here at most.',
  }),
  'encoding/unknown-encoding': rule({
    severity: 'error',
    title: ({ encoding }: { encoding: string }) => `There is no encoding ${encoding || '(empty)'}.`,
    why: 'Readers cannot decode the document.',
    fix: 'Save it as UTF-8 and say so: encoding="utf-8".',
    spec: 'XML 1.0 §4.3.3',
  }),
  'encoding/mismatched-declaration': rule({
    severity: 'error',
    title: ({ declared, real }: { declared: string | undefined; real: string }) =>
      declared === undefined
        ? `The document is in ${real} and does not say so.`
        : `The XML declaration names ${declared}, but the document is in ${real}.`,
    why: 'Readers that believe the declaration show garbage or stop.',
    fix: 'Declare the encoding that the file has; best is UTF-8.',
    spec: 'XML 1.0 §4.3.3',
  }),
  'encoding/invalid-bytes': rule({
    severity: 'error',
    title: ({ encoding }: { encoding: string }) => `Bytes at this place cannot be read as ${encoding}.`,
    why: 'Strict readers stop here; others show replacement characters.',
    fix: 'Save the document in the encoding that it declares; best is UTF-8.',
    spec: 'XML 1.0 §4.3.3',
  }),
  'encoding/uncommon-encoding': rule({
    severity: 'warning',
    title: ({ encoding }: { encoding: string }) => `The encoding ${encoding} is not known to every reader.`,
    why: 'XML readers must know UTF-8 and UTF-16 only.',
    fix: 'Save the document as UTF-8.',
    spec: 'XML 1.0 §4.3.3',
  }),
  'namespace/media-without-slash': rule({
    severity: 'error',
    title: (_: object) => 'The namespace of Media RSS ends in a slash, which is missing here.',
    why: 'Strict readers do not find the pictures and videos.',
    fix: 'Write http://search.yahoo.com/mrss/.',
    spec: 'Media RSS 1.5.1 Namespace',
  }),
  'namespace/invalid-name': rule({
    severity: 'error',
    title: ({ namespace }: { namespace: string }) => `The namespace name is no URI: ${shown(namespace)}.`,
    why: 'Namespace names are URIs; some parsers refuse others.',
    fix: 'Write the name exactly as its specification gives it.',
    spec: 'Namespaces in XML 1.0 §2.2',
  }),
  'namespace/near-miss': rule({
    severity: 'warning',
    title: ({ namespace, meant }: { namespace: string; meant: string }) =>
      `The namespace ${shown(namespace)} is nearly, but not exactly, ${meant}.`,
    why: 'Names are compared character by character; readers do not know this one.',
    fix: 'Write the name exactly.',
    spec: 'Namespaces in XML 1.0 §2.3',
  }),
  'namespace/mismatched-prefix': rule({
    severity: 'warning',
    title: ({ prefix, namespace }: { prefix: string; namespace: string }) =>
      `The prefix ${prefix} is generally understood as ${namespace}, but means another namespace here.`,
    why: 'Readers that go by prefixes take the elements for something else.',
    fix: 'Use another prefix, or the usual namespace.',
  }),
  'namespace/unusual-prefix': rule({
    severity: 'info',
    title: ({ prefix, usual }: { prefix: string; usual: string }) =>
      `The prefix ${prefix} stands for a namespace that is usually written ${usual}.`,
    why: 'A few readers go by prefixes.',
    fix: 'Use the usual prefix.',
  }),
  'namespace/avoid-prefix': rule({
    severity: 'warning',
    title: ({ prefix }: { prefix: string }) => `The prefix ${prefix} is used in an Atom document.`,
    why: 'Some readers understand Atom and XHTML only as the default namespace.',
    fix: 'Write xmlns="…" on the element instead of a prefix.',
    spec: 'RFC 4287 §1.2',
  }),
  'namespace/unknown-namespace': rule({
    severity: 'warning',
    title: ({ namespace }: { namespace: string }) => `The namespace ${shown(namespace)} is not known here.`,
    why: 'Its elements are not checked, and few readers will use them.',
    fix: 'Check the name; if it is your own extension, all is well.',
  }),
  'namespace/undeclared-vocabulary': rule({
    severity: 'warning',
    title: ({ element }: { element: string }) => `<${element}> is in no namespace.`,
    why: 'Outside RSS 2.0 nothing says what such an element means.',
    fix: 'Put it into the namespace it belongs to.',
    spec: 'RFC 4287 §6',
  }),
  'namespace/missing-namespace': rule({
    severity: 'error',
    title: ({ element, parent }: { element: string; parent: string }) =>
      `<${element}> in the extension element <${parent}> is in no namespace.`,
    why: 'RSS 2.0 may be extended by elements in namespaces only.',
    fix: 'Give the element the prefix of its namespace.',
    spec: 'RSS 2.0 Extending RSS',
  }),
  'format/unknown-format': rule({
    severity: 'error',
    title: ({ what }: { what: string }) => `This is neither RSS, Atom, JSON Feed nor OPML: ${what}.`,
    why: 'No feed reader can use it.',
    fix: 'Check that the address or path leads to the feed and not to a page or an error message.',
  }),
  'format/missing-namespace': rule({
    severity: 'error',
    title: ({ element, namespace }: { element: string; namespace: string }) =>
      `<${element}> is not in the namespace ${namespace}.`,
    why: 'Without it the document is no Atom feed.',
    fix: 'Write xmlns="http://www.w3.org/2005/Atom" on the root element.',
    spec: 'RFC 4287 §1.2',
  }),
  'format/invalid-namespace': rule({
    severity: 'error',
    title: ({ element, namespace }: { element: string; namespace: string }) =>
      `<${element}> is in the namespace ${shown(namespace)}, where it does not exist.`,
    why: 'Readers that know namespaces do not see a feed here.',
    fix: 'RSS 2.0 and OPML elements are in no namespace; Atom elements in http://www.w3.org/2005/Atom.',
  }),
  'format/obsolete-version': rule({
    severity: 'error',
    title: ({ version }: { version: string }) => `This is ${version}, a format that was given up.`,
    why: 'Readers drop support for it.',
    fix: 'Publish Atom 1.0, RSS 2.0 or JSON Feed 1.1.',
  }),
  'format/large-document': rule({
    severity: 'warning',
    title: ({ bytes, max }: { bytes: number; max: number }) =>
      `The document has ${bytes} bytes; validators and hubs stop at ${max}.`,
    why: 'Some readers and hubs give up on large feeds.',
    fix: 'Offer fewer entries, or summaries.',
  }),
  'text/suspicious-character': rule({
    severity: 'warning',
    title: ({ place, character }: { place: string; character: string }) =>
      `${place} holds ${character}, a trace of a wrong encoding or of text that was cut.`,
    why: 'Readers will see a box or a question mark.',
    fix: 'Restore the text from its source; mostly Windows-1252 was taken for ISO 8859-1, or a character was cut in two.',
  }),
  'text/mojibake': rule({
    severity: 'warning',
    title: ({ place, text }: { place: string; text: string }) =>
      `${place} looks as if it had been encoded as UTF-8 twice: ${shown(text)}.`,
    why: 'Readers will see the odd characters.',
    fix: 'Restore the text from its source; UTF-8 was read as ISO 8859-1 or Windows-1252.',
  }),
  'text/blank-element': rule({
    severity: 'warning',
    title: ({ element }: { element: string }) => `<${element}> is empty.`,
    why: 'Readers show nothing, or something that they make up.',
    fix: 'Fill the element or remove it.',
  }),
  'text/blank-attribute': rule({
    severity: 'warning',
    title: ({ attribute, element }: { attribute: string; element: string }) => `${attribute} of <${element}> is empty.`,
    why: 'Readers ignore it, or take it for a value.',
    fix: 'Fill the attribute or remove it.',
  }),
  'text/html-in-plain-text': rule({
    severity: 'warning',
    title: ({ place, markup }: { place: string; markup: string }) => `${place} is plain text but holds ${markup}.`,
    why: 'Some readers take it for markup, others show the code.',
    fix: 'Remove the markup; where the format has a type, declare it.',
  }),
  'text/entity-in-plain-text': rule({
    severity: 'warning',
    title: ({ place, entity }: { place: string; entity: string }) =>
      `${place} is plain text but holds the HTML entity ${entity}.`,
    why: 'Readers show the code instead of the character; it was escaped twice.',
    fix: 'Write the character itself.',
  }),
  'text/ambiguous-character-data': rule({
    severity: 'warning',
    title: ({ place }: { place: string }) => `${place} holds < or & as escaped by name or CDATA.`,
    why: 'Some readers decode such text twice.',
    fix: 'In plain text write &#x3C; and &#x26;.',
    spec: 'RSS Best Practices Profile, Character Data',
  }),
} as const;
