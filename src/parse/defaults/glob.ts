// In: globs of site generators. Out: whether a text fits one of them. These come with the content, so that none may take long
// whatever it holds: a text is read once, from its beginning, for all that a glob may mean at the same time.

type Part =
  /** Exactly one character; `letter`: this one. */
  | { readonly kind: 'one'; readonly fits: (letter: string) => boolean; readonly letter?: string }
  /** As many of them as there are, also none. */
  | { readonly kind: 'many'; readonly fits: (letter: string) => boolean }
  /** Folders, each with its slash; also none. */
  | { readonly kind: 'folders' };

/** Characters of a glob with all that its braces stand for. */
const MOST_CHARACTERS = 4 * 1024;

/** Whether a glob is short enough to be followed. */
export function isGlob(glob: string): boolean {
  return alternatives(glob) !== undefined;
}

/**
 * Tests texts. `*`, `?` and `[…]` stand for no slash; `**` for any text, and between slashes for any number of folders.
 * However letters are composed, they are the same. What `isGlob` calls none fits nothing.
 */
export function globTest(globs: readonly string[]): (text: string) => boolean {
  const all = globs.flatMap((glob) => (alternatives(glob) ?? []).map((one) => testOf(partsOf(one.normalize('NFC')))));
  return (text) => {
    const composed = text.normalize('NFC');
    return all.some((fits) => fits(composed));
  };
}

/** Most globs and texts are told apart by letters that have to be there. */
function testOf(parts: readonly Part[]): (text: string) => boolean {
  const runs = [''];
  for (const part of parts) {
    if (part.kind === 'one' && part.letter !== undefined) runs.push(runs.pop() + part.letter);
    else runs.push('');
  }
  const [first = '', ...others] = runs;
  if (others.length === 0) return (text) => text === first;
  if (others.length === 1 && parts.at(-1) === ANY) return (text) => text.startsWith(first);
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a));
  const last = others.at(-1) ?? '';
  return (text) => text.startsWith(first) && text.endsWith(last) && text.includes(longest) && fits(parts, text);
}

/** Without braces. */
function alternatives(glob: string): readonly string[] | undefined {
  const done: string[] = [];
  const left = [glob];
  let length = glob.length;
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (length > MOST_CHARACTERS) return undefined;
    const [braces = '', inner = ''] = /\{([^{}]*)\}/.exec(next) ?? [];
    if (braces === '') {
      done.push(next);
      continue;
    }
    const at = next.indexOf(braces);
    length -= next.length;
    for (const choice of inner.split(',')) {
      left.push(next.slice(0, at) + choice + next.slice(at + braces.length));
      length += next.length - braces.length + choice.length + 1;
    }
  }
  return done;
}

const ANY: Part = { kind: 'many', fits: () => true };

const PARTS = /(?<=^|\/)\*\*\/(?:\*\*\/)*|\*\*+|\*|\?|\[([!^]?)(\]?[^\]]*)\]|\\?([\s\S])/gu;

function partsOf(glob: string): readonly Part[] {
  return Array.from(glob.matchAll(PARTS), ([part, not, set, letter]): Part => {
    if (letter !== undefined) return { kind: 'one', fits: (own) => own === letter, letter };
    if (part.endsWith('/')) return { kind: 'folders' };
    if (part.startsWith('**')) return ANY;
    if (part === '*') return { kind: 'many', fits: isNoSlash };
    if (set === undefined) return { kind: 'one', fits: isNoSlash };
    const ranges = Array.from(set.matchAll(/(.)(?:-(.))?/gsu), ([, from = '', to = from]) => ({ from, to }));
    const isIn = (own: string) => ranges.some(({ from, to }) => from <= own && own <= to);
    return { kind: 'one', fits: (own) => isNoSlash(own) && isIn(own) === (not === '') };
  });
}

function isNoSlash(letter: string): boolean {
  return letter !== '/';
}

function fits(parts: readonly Part[], text: string): boolean {
  let reached = new Uint8Array(parts.length + 1);
  let next = new Uint8Array(parts.length + 1);
  reach(parts, reached, 0);
  for (const letter of text) {
    next.fill(0);
    for (let index = reached.indexOf(1); index >= 0; index = reached.indexOf(1, index + 1)) {
      const part = parts[index];
      if (part === undefined) break;
      if (part.kind === 'folders') {
        next[index] = 1;
        if (letter === '/') reach(parts, next, index + 1);
      } else if (part.fits(letter)) reach(parts, next, part.kind === 'one' ? index + 1 : index);
    }
    [reached, next] = [next, reached];
  }
  return reached[parts.length] === 1;
}

/** What stands for nothing, too, is passed at once. */
function reach(parts: readonly Part[], states: Uint8Array, index: number): void {
  states[index] = 1;
  for (let at = index; at < parts.length && parts[at]?.kind !== 'one'; at++) states[at + 1] = 1;
}
