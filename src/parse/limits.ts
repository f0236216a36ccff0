// What an input file may cost at most. Beyond each but the last there is a finding, never a crash; docs/config.md lists them.

export const LIMITS = {
  /** Bytes of one file. */
  fileBytes: 4 * 1024 * 1024,
  /** Levels of lists and mappings inside each other. */
  nesting: 32,
  /** Values in one front matter, aliases expanded. */
  values: 50_000,
  /** Marks, words and breaks of YAML in one front matter: some eight a value. */
  tokens: 500_000,
  /** UTF-16 code units of TOML in one file. */
  tomlCharacters: 512 * 1024,
  /** Uses of aliases in one front matter. */
  aliases: 100,
  /** Topics of one article: each is a feed that holds all of it. */
  topics: 1_000,
  /** Related items of one article. */
  related: 1_000,
  /** Levels of elements inside each other in one body. */
  bodyNesting: 256,
  /** Elements and comments of one body, those included that HTML repeats; 256 characters of attributes count as one more. */
  bodyElements: 100_000,
  /** Emphasis marks of a Markdown body that have to be compared: the square of their number in each paragraph. */
  emphasisPairs: 10_000_000,
  /** Characters of a Markdown body that are looked at again: those of each paragraph at each mark, of each quotation at each line without one, up to a blank line at each head of a table, of inner lists ten times, of each item of a list a twentieth at each of its lines. */
  inlineSteps: 500_000_000,
  /** UTF-16 code units of a summary that is made from a body. */
  derivedSummary: 280,
} as const;
