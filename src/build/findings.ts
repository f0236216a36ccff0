// Where all findings of a build meet: sinks bound to a file, with or without its text, and the list in the end.
import { type Finding, finding, type Mask, placesIn, type Report } from '../diagnostics/finding.ts';
import type { Code, Values } from '../diagnostics/rules.ts';
import type { Shown } from '../diagnostics/shown.ts';
import { shownOf } from '../diagnostics/text-report.ts';

/** Findings that lie packed: they are made whenever somebody asks for them, and not kept. */
export interface PackedGroup {
  readonly findings: readonly Finding[];
  /** Default: by looking at the findings. */
  readonly hasErrors?: boolean;
}

/** In the order reported. */
export interface Findings extends Iterable<Finding> {
  /** A sink for findings about a file; with its text they get line, column and frame. */
  in(path: string, text?: string, mask?: Mask): Report;
  /** Takes findings that were made elsewhere, or in an earlier build. */
  add(findings: readonly Finding[]): void;
  /** Takes findings that lie packed; at most once. */
  addPacked(groups: Iterable<PackedGroup>): void;
  readonly all: readonly Finding[];
  /** Those that do not lie packed. */
  readonly loose: readonly Finding[];
  /** What a report shows of those that lie packed; worked out once. */
  readonly shownOfPacked: Shown;
  readonly hasErrors: boolean;
}

/** A file with thousands of findings is an attack; their frames would fill the memory, and nobody reads them. */
const PLACED_IN_ONE_FILE = 200;

export function newFindings(): Findings {
  const loose: Finding[] = [];
  let packed: Iterable<PackedGroup> | undefined;
  let before = 0;
  let shown: Shown | undefined;
  function* unpacked() {
    for (const { findings } of packed ?? []) yield* findings;
  }
  function* inOrder() {
    yield* loose.slice(0, before);
    yield* unpacked();
    yield* loose.slice(before);
  }
  return {
    loose,
    add(findings) {
      for (const found of findings) loose.push(found);
    },
    addPacked(groups) {
      packed = groups;
      before = loose.length;
    },
    [Symbol.iterator]: inOrder,
    get all() {
      return packed === undefined ? loose : [...inOrder()];
    },
    get shownOfPacked() {
      shown ??= shownOf(unpacked(), false);
      return shown;
    },
    get hasErrors() {
      if (loose.some(isError)) return true;
      for (const group of packed ?? []) if (group.hasErrors ?? group.findings.some(isError)) return true;
      return false;
    },
    in(path, text, mask) {
      const positionOf = text === undefined ? undefined : placesIn(text, mask);
      let placed = 0;
      return <C extends Code>(code: C, values: Values<C>, at?: Parameters<Report>[2]) => {
        const isPlaced = at !== undefined && placed++ < PLACED_IN_ONE_FILE;
        loose.push(finding(code, values, path, isPlaced ? positionOf?.(at) : undefined));
      };
    },
  };
}

export function isError({ severity }: Finding): boolean {
  return severity === 'error';
}
