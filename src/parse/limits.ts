// What an input file may cost at most. Beyond each there is a finding with the number, never a crash; docs/config.md lists them.

export const LIMITS = {
  /** Bytes of one file. */
  fileBytes: 4 * 1024 * 1024,
  /** Levels of lists and mappings inside each other. */
  nesting: 32,
  /** Values in one front matter, aliases expanded. */
  values: 50_000,
  /** Uses of aliases in one front matter. */
  aliases: 100,
  /** Related items of one article. */
  related: 1_000,
  /** UTF-16 code units of a summary that is made from a body. */
  derivedSummary: 280,
} as const;
