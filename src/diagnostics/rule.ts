// The shape of a catalogue entry, and the types that follow from the tables: codes and the values each needs.

/** How much a finding matters; what each means stands at `Rule`. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One kind of finding. `V` are the values its sentence needs.
 * error: publishing it would be wrong; warning: some reader will show it badly; info: worth knowing.
 */
export interface Rule<V extends object> {
  readonly severity: Severity;
  /** One full sentence in the user's view: names the field, no path, no position. */
  readonly title: (values: V) => string;
  /** What it costs to leave it so. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  /** The section that says so; absent when it is a matter of this program. */
  readonly spec?: string;
}

/** Types a table entry; the values' type comes from the annotation of `title`'s parameter. */
export function rule<V extends object>(entry: Rule<V>): Rule<V> {
  return entry;
}

/** The values that an entry's title takes. */
export type ValuesOf<R> = R extends Rule<infer V> ? V : never;
