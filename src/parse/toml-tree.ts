// What is used of `toml-eslint-parser` 1.0.3, whose own types want those of ESLint.
export interface TomlParser {
  /** Throws `ParseError`. */
  parseTOML(text: string): TomlProgram;
  readonly ParseError: new () => SyntaxError & { readonly index: number };
}

export interface Placed {
  /** Where it begins and ends, exclusive. */
  readonly range: readonly [start: number, end: number];
}

export interface TomlProgram extends Placed {
  readonly body: readonly [{ readonly body: readonly (TomlKeyValue | TomlTable)[] }];
  readonly comments: readonly Placed[];
}

export interface TomlTable extends Placed {
  readonly type: 'TOMLTable';
  readonly kind: 'standard' | 'array';
  readonly key: TomlKey;
  readonly body: readonly TomlKeyValue[];
}

export interface TomlKeyValue extends Placed {
  readonly type: 'TOMLKeyValue';
  readonly key: TomlKey;
  readonly value: TomlContent;
}

export interface TomlKey extends Placed {
  readonly keys: readonly TomlName[];
}

export type TomlName =
  | (Placed & { readonly type: 'TOMLBare'; readonly name: string })
  | (Placed & { readonly type: 'TOMLQuoted'; readonly value: string });

export type TomlContent =
  | TomlValue
  | (Placed & { readonly type: 'TOMLArray'; readonly elements: readonly TomlContent[] })
  | (Placed & { readonly type: 'TOMLInlineTable'; readonly body: readonly TomlKeyValue[] });

export type TomlValue = Placed & { readonly type: 'TOMLValue' } & (
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'integer'; readonly value: number; readonly bigint: bigint }
    | { readonly kind: 'float'; readonly value: number; readonly number: string }
    | {
        readonly kind: 'offset-date-time' | 'local-date-time' | 'local-date' | 'local-time';
        readonly datetime: string;
      }
  );
