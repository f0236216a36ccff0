// The noun that render/ makes and io/ writes: bytes with path and media type.

export interface OutputFile {
  /** Below `out/`, `/`-separated. */
  readonly path: string;
  readonly text: string;
  /** With charset. */
  readonly mediaType: string;
}
