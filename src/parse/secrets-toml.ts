// In: a text that is to be TOML. Out: the places of what a frame may not show: values of keys that are not published,
// comments, and everything behind the first mistake, for nobody knows what it belongs to.
import type { Span } from '../diagnostics/finding.ts';
import { nameOf, programOf } from './toml.ts';
import type { TomlContent, TomlKey, TomlKeyValue, TomlProgram } from './toml-tree.ts';

/** Whether what keys lead to may be shown. */
type IsPublic = (path: readonly string[]) => boolean;

/** Places count from the beginning of `text`; the TOML in it ends at `end`. */
export function hiddenInToml(text: string, start: number, end: number, isPublic: IsPublic): readonly Span[] {
  const { program, until, mistake } = goodPart(text.slice(start, end));
  const hidden = program === undefined ? [] : [...program.comments.map(placeOf), ...hiddenValues(program, isPublic)];
  if (mistake !== undefined) {
    const isPublicThere = (name: string) => isPublic([...openTable(program), name]);
    hidden.push({
      start: until + shownOf(text.slice(start + until, end), mistake - until, isPublicThere),
      end: end - start,
    });
  }
  return hidden.map((span) => ({ start: start + span.start, end: start + span.end }));
}

/** How much of a statement with a mistake belongs to its key for certain, if that may be shown: its line, or what stands before the mistake. */
function shownOf(statement: string, mistake: number, isPublicName: (name: string) => boolean): number {
  const [line = '', beginning = '', name = ''] = /^([ \t]*([\w-]+)[ \t]*=[ \t]*)[^\r\n]*/.exec(statement) ?? [];
  if (!isPublicName(name) || mistake > line.length) return 0;
  return mistake <= beginning.length || mistake >= line.trimEnd().length ? line.length : mistake;
}

interface GoodPart {
  /** `undefined`: none of it. */
  readonly program: TomlProgram | undefined;
  /** Where it ends, which is where a statement begins. */
  readonly until: number;
  /** The place of the first mistake. Default: there is none. */
  readonly mistake: number | undefined;
}

/** Lines before a mistake in which what it is in may begin; beyond, all is hidden. */
const MOST_LINES = 8;

function goodPart(text: string): GoodPart {
  let until = text.length;
  let mistake: number | undefined;
  for (let tries = 0; tries < MOST_LINES; tries++) {
    const program = programOf(text.slice(0, until));
    if (!('kind' in program)) return { program, until, mistake };
    if (program.kind === 'limit') break;
    mistake ??= program.span.start;
    until = text.lastIndexOf('\n', Math.min(program.span.start, until - 2)) + 1;
  }
  return { program: undefined, until: 0, mistake: 0 };
}

function* hiddenValues({ body: [top] }: TomlProgram, isPublic: IsPublic): Generator<Span> {
  for (const item of top.body) {
    if (item.type === 'TOMLKeyValue') yield* hiddenIn(item, [], isPublic);
    else for (const inner of item.body) yield* hiddenIn(inner, namesOf(item.key), isPublic);
  }
}

function* hiddenIn({ key, value }: TomlKeyValue, above: readonly string[], isPublic: IsPublic): Generator<Span> {
  const path = [...above, ...namesOf(key)];
  if (isPublic(path)) yield* hiddenInside(value, path, isPublic);
  else yield placeOf(value);
}

function* hiddenInside(value: TomlContent, path: readonly string[], isPublic: IsPublic): Generator<Span> {
  if (value.type === 'TOMLArray') for (const item of value.elements) yield* hiddenInside(item, path, isPublic);
  if (value.type === 'TOMLInlineTable') for (const item of value.body) yield* hiddenIn(item, path, isPublic);
}

function openTable(program: TomlProgram | undefined): readonly string[] {
  const last = program?.body[0].body.at(-1);
  return last?.type === 'TOMLTable' ? namesOf(last.key) : [];
}

function namesOf({ keys }: TomlKey): readonly string[] {
  return keys.map(nameOf);
}

function placeOf({ range: [start, end] }: { readonly range: readonly [number, number] }): Span {
  return { start, end };
}
