// The noun that render/ makes and io/ writes: a text with its path, which says the media type.

export interface OutputFile {
  /** Below `out/`, `/`-separated. */
  readonly path: string;
  readonly text: string;
}

/** Whether a relative path, as a manifest, a journal or a request gives it, stays below the folder that it starts from. */
export function staysBelow(path: string): boolean {
  return !/[\\\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
