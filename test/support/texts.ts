// Any text that could reach a feed: Unicode of every kind, and what breaks what is careless. Tests only.
import fc from 'fast-check';
import { parseFragment } from 'parse5';

const PIECES = [
  ...['&', '<', '>', '"', "'", '&amp;', '&#38;', '&#x26;', '&nbsp;', '<b>', '</b>', '<!--', '-->', '<![CDATA[', ']]>'],
  ...['\u0000', '\u0008', '\u000B', '\u001F', '\u007F', '\u0085', '\u00A0', '\u200F', '\u2028', '\u2029', '\uFEFF'],
  ...['\uFFFD', '\uFFFE', '\uFFFF', '\uD800', '\uDC00', '\uDBFF', '\u{1F600}', '\u{10FFFF}', '\u05D0', '\u0639'],
  ...['\r', '\n', '\r\n', '\t', ' ', '  ', '007', '1e3', '0x1F', 'true', 'null', '__proto__', '%', '\\', '\\u0000'],
];

/** Every character but half of a pair. fast-check's own `binary` is the same, and takes a second to be made. */
export const anyCharacter = fc
  .nat(0x10ffff - 0x800)
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800));

/** One to a few dozen characters; never empty, for the model has no empty texts. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: anyCharacter }), fc.string()), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => `x${parts.join('')}y`);

/** The text as a reader has to get it. */
export function cleaned(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replace(/\r\n|\r/g, '\n');
}

/** What a browser would show of a piece of HTML, line breaks as they are written. */
export function shownHtml(written = ''): string {
  const { childNodes } = parseFragment(`<pre>\n${written}</pre>`);
  const [pre] = childNodes;
  if (pre === undefined || !('childNodes' in pre)) return 'nothing';
  return pre.childNodes.map((node) => ('value' in node ? node.value : node.nodeName)).join('');
}
