// In: a text that is to be JSON. Out: the places of what a frame may not show: values of keys that are not published, and
// everything behind the first mistake, for nobody knows what it belongs to.
import type { Span } from '../diagnostics/finding.ts';

const TOKEN = /\s*(?:("[^"\\\n]*(?:\\.[^"\\\n]*)*")|(-?\d[\d.eE+-]*|true|false|null)(?![\w.])|([{}[\],:]))/y;

/** A list or mapping that is open. */
interface Open {
  readonly isMap: boolean;
  /** Whether the value that comes next belongs to a hidden key. */
  isHidden: boolean;
}

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

export function hiddenInJson(text: string, isPublic: (key: string) => boolean): readonly Span[] {
  const hidden: Span[] = [];
  const open: Open[] = [];
  let expected = 'value' as Expected;
  // Where the outermost hidden value begins, and how many were open there.
  let from: { readonly at: number; readonly depth: number } | undefined;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const ended = (end: number) => {
    expected = open.length === 0 ? 'nothing' : 'comma or end';
    if (from === undefined || open.length > from.depth) return;
    hidden.push({ start: from.at, end });
    from = undefined;
  };
  for (;;) {
    TOKEN.lastIndex = at;
    const [all, string, word, mark] = TOKEN.exec(text) ?? [];
    if (all === undefined) break;
    const end = TOKEN.lastIndex;
    const start = end - (string ?? word ?? mark ?? '').length;
    const inner = open.at(-1);
    if (expected.startsWith('key') && string !== undefined && inner !== undefined) {
      inner.isHidden = !isPublicName(string, isPublic);
      expected = 'colon';
    } else if (expected === 'colon' && mark === ':') expected = 'value';
    else if (expected === 'comma or end' && mark === ',') expected = inner?.isMap ? 'key' : 'value';
    else if (/end$/.test(expected) && mark === (inner?.isMap ? '}' : ']')) {
      open.pop();
      ended(end);
    } else if (expected.startsWith('value') && (mark === '{' || (mark === '[' && open.length > 0))) {
      if (inner?.isHidden) from ??= { at: start, depth: open.length };
      open.push({ isMap: mark === '{', isHidden: false });
      expected = mark === '{' ? 'key or end' : 'value or end';
    } else if (expected.startsWith('value') && mark === undefined && open.length > 0) {
      if (inner?.isHidden) from ??= { at: start, depth: open.length };
      ended(end);
    } else break;
    at = end;
  }
  const rest = from?.at ?? at;
  return text.slice(rest).trim() === '' ? hidden : [...hidden, { start: rest, end: text.length }];
}

function isPublicName(string: string, isPublic: (key: string) => boolean): boolean {
  const name = string.slice(1, -1);
  return name !== 'secured' && !name.includes('\\') && isPublic(name);
}
