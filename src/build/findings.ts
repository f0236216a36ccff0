// Where all findings of a build meet: sinks bound to a file, with or without its text, and the list in the end.
import { type Decode, type Finding, finding, type Mask, placesIn, type Report } from '../diagnostics/finding.ts';
import { type Code, rules, type Values } from '../diagnostics/rules.ts';
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
  /** A sink for findings about a file; with its text they get line and column, and all but infos a frame. */
  in(path: string, text?: string, mask?: Mask, decode?: Decode): Report;
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
  return new FindingList();
}

// A class, as every file that is read has a list, most of them empty: an object with getters of its own takes longer to make.
class FindingList implements Findings {
  readonly loose: Finding[] = [];
  #packed: Iterable<PackedGroup> | undefined;
  #before = 0;
  #shown: Shown | undefined;

  add(findings: readonly Finding[]): void {
    for (const found of findings) this.loose.push(found);
  }

  addPacked(groups: Iterable<PackedGroup>): void {
    this.#packed = groups;
    this.#before = this.loose.length;
  }

  *[Symbol.iterator](): Generator<Finding> {
    yield* this.loose.slice(0, this.#before);
    yield* this.#unpacked();
    yield* this.loose.slice(this.#before);
  }

  get all(): readonly Finding[] {
    return this.#packed === undefined ? this.loose : [...this];
  }

  get shownOfPacked(): Shown {
    this.#shown ??= shownOf(this.#unpacked(), false);
    return this.#shown;
  }

  get hasErrors(): boolean {
    if (this.loose.some(isError)) return true;
    for (const group of this.#packed ?? []) if (group.hasErrors ?? group.findings.some(isError)) return true;
    return false;
  }

  in(path: string, text?: string, mask?: Mask, decode?: Decode): Report {
    const positionOf = text === undefined ? undefined : placesIn(text, mask, decode);
    let placed = 0;
    return <C extends Code>(code: C, values: Values<C>, at?: Parameters<Report>[2]) => {
      const isPlaced = at !== undefined && placed++ < PLACED_IN_ONE_FILE;
      // Many articles have an info or two, and what one says is done already: making their frames took a twentieth of a build.
      const isFramed = rules[code].severity !== 'info';
      this.loose.push(finding(code, values, path, isPlaced ? positionOf?.(at, isFramed) : undefined));
    };
  }

  *#unpacked(): Generator<Finding> {
    for (const { findings } of this.#packed ?? []) yield* findings;
  }
}

export function isError({ severity }: Finding): boolean {
  return severity === 'error';
}
