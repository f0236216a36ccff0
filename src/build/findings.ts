// Where all findings of a build meet: sinks bound to a file, with or without its text, and the list in the end.
import { type Finding, finding, type Mask, placesIn, type Report } from '../diagnostics/finding.ts';
import type { Code, Values } from '../diagnostics/rules.ts';

export interface Findings {
  /** A sink for findings about a file; with its text they get line, column and frame. */
  in(path: string, text?: string, mask?: Mask): Report;
  /** Takes findings that were made elsewhere, or in an earlier build. */
  add(findings: readonly Finding[]): void;
  readonly all: readonly Finding[];
  readonly hasErrors: boolean;
}

/** A file with thousands of findings is an attack; their frames would fill the memory, and nobody reads them. */
const PLACED_IN_ONE_FILE = 200;

export function newFindings(): Findings {
  const all: Finding[] = [];
  return {
    all,
    add(findings) {
      for (const found of findings) all.push(found);
    },
    get hasErrors() {
      return all.some(({ severity }) => severity === 'error');
    },
    in(path, text, mask) {
      const positionOf = text === undefined ? undefined : placesIn(text, mask);
      let placed = 0;
      return <C extends Code>(code: C, values: Values<C>, at?: Parameters<Report>[2]) => {
        const isPlaced = at !== undefined && placed++ < PLACED_IN_ONE_FILE;
        all.push(finding(code, values, path, isPlaced ? positionOf?.(at) : undefined));
      };
    },
  };
}
